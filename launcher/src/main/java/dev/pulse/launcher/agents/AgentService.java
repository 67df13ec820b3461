package dev.pulse.launcher.agents;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.HealthFile;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.options.KafkaSettings;
import dev.pulse.launcher.run.StopRequests;
import dev.pulse.launcher.stack.KafkaTopics;
import dev.pulse.protocol.AgentsChannel;
import dev.pulse.protocol.ControlChannel;
import dev.pulse.protocol.v1.AgentAssignment;
import dev.pulse.protocol.v1.AgentPresence;
import dev.pulse.protocol.v1.AgentProblem;
import dev.pulse.protocol.v1.AgentRecord;
import dev.pulse.protocol.v1.AgentState;
import dev.pulse.protocol.v1.ControlRecord;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent that waits for work:
 *
 * <pre>
 * STARTING ─▶ IDLE ─assignment▶ BUSY ─manifest▶ IDLE …  ─signal▶ LEAVING
 *     └▶ refused: its name is taken
 * </pre>
 *
 * <p>The thread in {@link #run} says and hears on {@code pulse.agents}; a run has a thread of its
 * own.
 */
public final class AgentService {
  private static final Logger LOG = LoggerFactory.getLogger(AgentService.class);
  private static final Duration KAFKA_WAIT = Duration.ofSeconds(60);
  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long BEAT_NANOS = 1_000_000_000;

  /** Whoever else has this name says so each second. */
  private static final int LISTENING_BEATS = 2;

  /** A launcher that was not heard for so many beats of our own has died. */
  private static final int LAUNCHER_GONE_BEATS = 30;

  private final AgentIdentity self;
  private final KafkaSettings kafka;
  private final Set<String> allowedTargets;
  private final Surroundings surroundings;
  private final HealthFile health;
  private final StopRequests stops;
  private final AtomicReference<@Nullable AssignedRun> current = new AtomicReference<>();
  private CompletableFuture<Void> beat = CompletableFuture.completedFuture(null);
  private AgentState state = AgentState.AGENT_STARTING;
  private long nextBeatNanos;
  private long beats;
  private long launcherAtBeat;
  private boolean leaving;

  /**
   * One that has not begun.
   *
   * @param allowedTargets hosts beyond loopback and private ones that may be loaded from here,
   *     lower case
   */
  public AgentService(
      AgentIdentity self,
      KafkaSettings kafka,
      Set<String> allowedTargets,
      Surroundings surroundings) {
    this.self = self;
    this.kafka = kafka;
    this.allowedTargets = Set.copyOf(allowedTargets);
    this.surroundings = surroundings;
    health = HealthFile.of(surroundings.environment());
    this.stops = new StopRequests(() -> stopRun("signal"));
  }

  /**
   * Works until a signal comes: the first lets a run end gracefully, another one at once.
   *
   * @throws PulseFailure if Kafka is not there, or another agent has this name
   */
  public void run() throws InterruptedException {
    KafkaTopics.create(kafka);
    try (var channel = AgentsChannel.open(kafka.client(), KAFKA_WAIT, surroundings.wall())) {
      nextBeatNanos = surroundings.nanos().getAsLong();
      stops.listen();
      start(channel);
      while (!leaving || current.get() != null) {
        step(channel);
        leaveWhereAsked();
      }
      health.remove();
      state = AgentState.AGENT_LEAVING;
      ControlChannel.await(send(channel), LONGEST_GOODBYE);
      surroundings.say("agent " + self.name() + " has left");
    } catch (TimeoutException e) {
      throw new PulseFailure(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()), e);
    }
  }

  private void start(AgentsChannel channel) {
    while (beats < LISTENING_BEATS && !stops.isStopping()) {
      step(channel);
    }
    state = AgentState.AGENT_IDLE;
    // Said at once, not with the next beat.
    nextBeatNanos = surroundings.nanos().getAsLong();
    surroundings.say(
        "agent "
            + self.name()
            + " waits for work at "
            + kafka
            + (self.labels().isEmpty() ? "" : ", labels " + self.labels()));
  }

  private void step(AgentsChannel channel) {
    long now = surroundings.nanos().getAsLong();
    if (beat.isDone() && now - nextBeatNanos >= 0) {
      nextBeatNanos = now + BEAT_NANOS;
      beat = send(channel);
      if (state == AgentState.AGENT_IDLE) {
        health.touch();
      }
    }
    channel.poll(POLL).forEach(this::hear);
    var run = current.get();
    if (run != null && beats - launcherAtBeat >= LAUNCHER_GONE_BEATS) {
      launcherAtBeat = beats;
      run.stop("the launcher is gone");
    }
  }

  private CompletableFuture<Void> send(AgentsChannel channel) {
    var run = current.get();
    var presence = self.presence().setState(state);
    if (state == AgentState.AGENT_IDLE && run != null) {
      presence.setState(AgentState.AGENT_BUSY).setRun(run.run());
    }
    return channel.send(AgentRecord.newBuilder().setPresence(presence));
  }

  private void leaveWhereAsked() {
    if (stops.isStopping() && !leaving) {
      leaving = true;
      if (current.get() != null) {
        surroundings.say("leaving once the run has ended; again to end it at once");
      }
      stopRun("signal: agent " + self.name() + " leaves");
    }
  }

  private void stopRun(String reason) {
    var run = current.get();
    if (run != null) {
      run.stop(reason);
    }
  }

  // ---- what it hears

  private void hear(AgentRecord record) {
    if (record.hasPresence()) {
      hear(record.getPresence());
    } else if (record.hasAssignment()) {
      var assignment = record.getAssignment();
      if (assignment.getAgent().equals(self.name())
          && assignment.getIncarnation() == self.incarnation()) {
        take(assignment);
      }
    } else if (record.hasLauncher()) {
      var run = current.get();
      if (run != null && record.getLauncher().getRun().equals(run.run())) {
        launcherAtBeat = beats;
      }
    }
  }

  private void hear(AgentPresence presence) {
    if (self.isNamesake(presence)) {
      meet(presence);
    } else if (presence.getAgent().equals(self.name())) {
      beats++;
    }
  }

  /** Whoever was there first stays; of two that start together, the earlier. */
  private void meet(AgentPresence other) {
    boolean otherStarts = other.getState() == AgentState.AGENT_STARTING;
    boolean otherStays = !otherStarts || other.getIncarnation() < self.incarnation();
    boolean isThere = other.getState() != AgentState.AGENT_LEAVING;
    if (state == AgentState.AGENT_STARTING && otherStays && isThere) {
      throw new PulseFailure(
          ExitCode.BAD_CONFIGURATION,
          "an agent named "
              + self.name()
              + " is there already (process "
              + other.getPid()
              + " on "
              + other.getHost()
              + "): give this one another --name");
    }
  }

  private void take(AgentAssignment assignment) {
    var busyWith = current.get();
    if (busyWith != null && busyWith.run().equals(assignment.getRun())) {
      return;
    }
    if (busyWith != null || leaving || state != AgentState.AGENT_IDLE) {
      String why = busyWith == null ? "it is leaving" : "it works on run " + busyWith.run();
      inBackground(() -> tell(assignment.getRun(), List.of(why), true), "agent-refusal");
      return;
    }
    var run = new AssignedRun(assignment, kafka, allowedTargets, surroundings);
    current.set(run);
    launcherAtBeat = beats;
    nextBeatNanos = surroundings.nanos().getAsLong();
    surroundings.say(
        "run "
            + run.run()
            + ": agent "
            + (assignment.getIndex() + 1)
            + " of "
            + assignment.getWeightsCount());
    inBackground(() -> work(run), "agent-run");
  }

  private static void inBackground(Runnable work, String name) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  // ---- on the threads of runs

  private void work(AssignedRun run) {
    try {
      surroundings.say("run " + run.run() + ": " + run.load());
    } catch (UnfitException e) {
      surroundings.say("run " + run.run() + ": not run: " + String.join("\n  ", e.lines()));
      tell(run.run(), e.lines(), false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("a run failed unexpectedly");
      surroundings.say("run " + run.run() + ": failed: " + e);
      tell(run.run(), List.of("failed unexpectedly: " + e.getClass().getSimpleName()), false);
    } finally {
      current.set(null);
    }
  }

  /** Tells the launcher of a run that nothing comes of it here. */
  private void tell(String run, List<String> lines, boolean refused) {
    var problem = AgentProblem.newBuilder().setAgent(self.name()).addAllLines(lines);
    try (var control =
        ControlChannel.open(
            kafka.client(), run, ControlChannel.From.NOW, LONGEST_GOODBYE, surroundings.wall())) {
      var record = ControlRecord.newBuilder().setProblem(problem.setRefused(refused));
      ControlChannel.await(control.send(record), LONGEST_GOODBYE);
    } catch (TimeoutException e) {
      LOG.atWarn().setCause(e).log("the launcher could not be told of a problem");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
