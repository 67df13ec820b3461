package dev.pulse.launcher.agents;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.options.KafkaSettings;
import dev.pulse.protocol.AgentsChannel;
import dev.pulse.protocol.v1.AgentAssignment;
import dev.pulse.protocol.v1.AgentPresence;
import dev.pulse.protocol.v1.AgentRecord;
import dev.pulse.protocol.v1.AgentState;
import dev.pulse.protocol.v1.LauncherPresence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The agents on a Kafka, as a launcher hears them. Belongs to one thread.
 *
 * <p>Silence is counted in beats: records of this launcher's own, about one a second, that came
 * back through Kafka. So nobody is silent because Kafka, or this process, was away.
 */
public final class AgentFleet implements AutoCloseable {
  private static final Duration KAFKA_WAIT = Duration.ofSeconds(30);
  private static final long BEAT_NANOS = 1_000_000_000;

  private final AgentsChannel channel;
  private final LongSupplier nanos;
  private final String launcher = UUID.randomUUID().toString();
  private final Map<String, Heard> agents = new TreeMap<>();
  private String run = "";
  private CompletableFuture<Void> beat = CompletableFuture.completedFuture(null);
  private boolean beatIsUnderWay;
  private long nextBeatNanos;
  private long beats;

  private record Heard(AgentPresence presence, long atBeat) {}

  private AgentFleet(AgentsChannel channel, LongSupplier nanos) {
    this.channel = channel;
    this.nanos = nanos;
    this.nextBeatNanos = nanos.getAsLong();
  }

  /**
   * Begins to hear them.
   *
   * @throws PulseFailure if Kafka is not there
   */
  public static AgentFleet open(KafkaSettings kafka, Surroundings surroundings) {
    try {
      var channel = AgentsChannel.open(kafka.client(), KAFKA_WAIT, surroundings.wall());
      return new AgentFleet(channel, surroundings.nanos());
    } catch (TimeoutException e) {
      throw new PulseFailure(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()), e);
    }
  }

  /** Lets the agents of a run hear that somebody waits for them; empty: no more. */
  void attend(String newRun) {
    run = newRun;
  }

  /** Hears what there is; waits so long for the first. */
  void listen(Duration atMost) {
    long now = nanos.getAsLong();
    boolean isFree = !beatIsUnderWay || beat.isCompletedExceptionally();
    if (isFree && now - nextBeatNanos >= 0) {
      nextBeatNanos = now + BEAT_NANOS;
      beatIsUnderWay = true;
      var presence = LauncherPresence.newBuilder().setLauncher(launcher).setRun(run);
      beat = channel.send(AgentRecord.newBuilder().setLauncher(presence));
    }
    channel.poll(atMost).forEach(this::hear);
  }

  private void hear(AgentRecord record) {
    if (record.hasPresence()) {
      var presence = record.getPresence();
      if (presence.getState() == AgentState.AGENT_LEAVING) {
        agents.remove(presence.getAgent());
      } else if (presence.getState() != AgentState.AGENT_STARTING) {
        agents.put(presence.getAgent(), new Heard(presence, beats));
      }
    } else if (record.hasLauncher() && record.getLauncher().getLauncher().equals(launcher)) {
      beats++;
      beatIsUnderWay = false;
    }
  }

  /** Those that were heard within the last beats, by name. */
  List<AgentPresence> heardWithin(int lastBeats) {
    return agents.values().stream()
        .filter(heard -> beats - heard.atBeat() <= lastBeats)
        .map(Heard::presence)
        .toList();
  }

  /** Whether this very start of an agent was heard within the last beats. */
  boolean isAlive(AgentPresence agent, int lastBeats) {
    return Optional.ofNullable(agents.get(agent.getAgent()))
        .filter(heard -> heard.presence().getIncarnation() == agent.getIncarnation())
        .filter(heard -> beats - heard.atBeat() <= lastBeats)
        .isPresent();
  }

  /**
   * Gives an agent its part of a run.
   *
   * @throws IllegalArgumentException if it is larger than a record may be
   */
  CompletableFuture<Void> assign(AgentAssignment assignment) {
    return channel.send(AgentRecord.newBuilder().setAssignment(assignment));
  }

  /** Removes from Kafka what an agent was given. */
  CompletableFuture<Void> withdraw(String agent) {
    return channel.withdraw(agent);
  }

  @Override
  public void close() {
    channel.close();
  }
}
