package dev.pulse.launcher.agents;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.run.Generators;
import dev.pulse.launcher.run.PlannedRun;
import dev.pulse.protocol.ControlChannel;
import dev.pulse.protocol.v1.AgentAssignment;
import dev.pulse.protocol.v1.AgentPresence;
import dev.pulse.protocol.v1.AgentProblem;
import dev.pulse.protocol.v1.ClockEstimate;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Manifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The agents that share one run:
 *
 * <pre>
 * assignment ─▶ AgentReady ─▶ ClockPing, ClockPong … ─▶ Started ─▶ load ─▶ Manifest
 *      └▶ AgentProblem: not begun                          └ silence: the others are stopped
 * </pre>
 */
public final class RemoteGenerators implements Generators {
  /** An agent says that it is there each second; without a word for so long it is lost. */
  static final int LOST_AFTER_BEATS = 10;

  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration KAFKA_WAIT = Duration.ofSeconds(30);

  /** Long enough for a start to reach agents far away. */
  private static final Duration LEAD = Duration.ofSeconds(1);

  private final AgentFleet fleet;
  private final Map<String, AgentPresence> agents = new TreeMap<>();
  private final String run;
  private final PlannedRun planned;
  private final Surroundings surroundings;
  private final boolean quiet;
  private final Set<String> ready = new HashSet<>();
  private final Map<String, String> gone = new LinkedHashMap<>();
  private final Set<String> done = new HashSet<>();
  private @Nullable ControlChannel control;

  RemoteGenerators(
      AgentFleet fleet,
      List<AgentPresence> chosen,
      String run,
      PlannedRun planned,
      Surroundings surroundings,
      boolean quiet) {
    this.fleet = fleet;
    chosen.forEach(agent -> agents.put(agent.getAgent(), agent));
    this.run = run;
    this.planned = planned;
    this.surroundings = surroundings;
    this.quiet = quiet;
  }

  @Override
  public int count() {
    return agents.size();
  }

  @Override
  public Duration lead() {
    return LEAD;
  }

  @Override
  public void prepare(ControlChannel newControl) throws InterruptedException {
    control = newControl;
    var assignments = new Assignments(run, planned, List.copyOf(agents.values())).all();
    var sent = new ArrayList<CompletableFuture<Void>>();
    for (AgentAssignment assignment : assignments) {
      sent.add(fleet.assign(assignment));
    }
    var all = CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new));
    if (!ControlChannel.await(all, KAFKA_WAIT)) {
      throw new PulseFailure(
          ExitCode.ENVIRONMENT, "Kafka did not take what the agents shall run, see pulse.log");
    }
  }

  @Override
  public boolean areReady() {
    for (ControlRecord record : control().poll(POLL)) {
      if (record.hasReady()) {
        ready.add(record.getReady().getAgent());
      } else if (record.hasProblem() && agents.containsKey(record.getProblem().getAgent())) {
        throw cannot(record.getProblem());
      }
    }
    listen();
    if (!gone.isEmpty()) {
      throw new PulseFailure(
          ExitCode.ENVIRONMENT, "the load was not started: " + String.join("; ", gone.values()));
    }
    return ready.containsAll(agents.keySet());
  }

  private static PulseFailure cannot(AgentProblem problem) {
    return new PulseFailure(
        ExitCode.ENVIRONMENT,
        "the load was not started, agent "
            + problem.getAgent()
            + (problem.getRefused() ? " refuses it:\n  " : " cannot send it:\n  ")
            + String.join("\n  ", problem.getLinesList()));
  }

  @Override
  public String notReady() {
    var missing = new TreeSet<>(agents.keySet());
    missing.removeAll(ready);
    return String.join(", ", missing);
  }

  @Override
  public Map<String, Long> clockOffsetsMicros() {
    var readings = new ClockComparison(control(), surroundings).of(agents.keySet());
    var offsets = new TreeMap<String, Long>();
    var said = new ArrayList<String>();
    for (String agent : agents.keySet()) {
      var reading = readings.get(agent);
      if (reading == null) {
        throw new PulseFailure(
            ExitCode.ENVIRONMENT,
            "the load was not started, agent " + agent + " was ready but does not answer");
      }
      offsets.put(agent, reading.offsetMicros());
      control().send(estimate(agent, reading));
      said.add(agent + " " + inMillis(reading));
    }
    if (!quiet) {
      surroundings.say("     clocks: " + String.join(", ", said));
    }
    return offsets;
  }

  private static ControlRecord.Builder estimate(String agent, ClockReading reading) {
    return ControlRecord.newBuilder()
        .setClock(
            ClockEstimate.newBuilder()
                .setAgent(agent)
                .setOffsetMicros(reading.offsetMicros())
                .setErrorMicros(reading.errorMicros()));
  }

  private static String inMillis(ClockReading reading) {
    return String.format(
        Locale.ROOT, "%+.1f ± %.1f ms", reading.offsetMicros() / 1e3, reading.errorMicros() / 1e3);
  }

  @Override
  public boolean isLoading() {
    for (ControlRecord record : control().poll(Duration.ZERO)) {
      if (record.hasManifest()) {
        hear(record.getManifest());
      } else if (record.hasProblem()) {
        lose(record.getProblem().getAgent(), String.join("; ", record.getProblem().getLinesList()));
      }
    }
    listen();
    return agents.keySet().stream().anyMatch(agent -> !isOver(agent));
  }

  private void hear(Manifest manifest) {
    String agent = manifest.getAgent();
    done.add(agent);
    String reason = manifest.getStopReason();
    if (!reason.isEmpty() && !reason.startsWith("abort")) {
      gone.putIfAbsent(agent, "agent " + agent + " left: " + reason);
    }
  }

  private boolean isOver(String agent) {
    return done.contains(agent) || gone.containsKey(agent);
  }

  private void listen() {
    fleet.listen(Duration.ZERO);
    for (AgentPresence agent : agents.values()) {
      if (!isOver(agent.getAgent()) && !fleet.isAlive(agent, LOST_AFTER_BEATS)) {
        lose(agent.getAgent(), "no sign of it for " + LOST_AFTER_BEATS + " s, or started anew");
      }
    }
  }

  private void lose(String agent, String why) {
    if (agents.containsKey(agent) && !isOver(agent)) {
      gone.put(agent, "agent " + agent + " is lost (" + why + "): its last samples are missing");
    }
  }

  @Override
  public Optional<String> stopReason() {
    return gone.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", gone.values()));
  }

  /** Never: what a lost agent leaves open is in the accounting. */
  @Override
  public Optional<String> failure() {
    return Optional.empty();
  }

  private ControlChannel control() {
    return Objects.requireNonNull(control, "prepare comes first");
  }

  /** Takes the assignments out of Kafka, as they hold values of -e. */
  @Override
  public void close() {
    fleet.attend("");
    var withdrawn = new ArrayList<CompletableFuture<Void>>();
    agents.keySet().forEach(agent -> withdrawn.add(fleet.withdraw(agent)));
    try {
      ControlChannel.await(
          CompletableFuture.allOf(withdrawn.toArray(CompletableFuture[]::new)),
          Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
