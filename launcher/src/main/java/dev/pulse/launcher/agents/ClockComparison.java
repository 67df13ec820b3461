package dev.pulse.launcher.agents;

import dev.pulse.launcher.host.Surroundings;
import dev.pulse.protocol.ControlChannel;
import dev.pulse.protocol.v1.ClockPing;
import dev.pulse.protocol.v1.ClockPong;
import dev.pulse.protocol.v1.ControlRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares the clocks of a run's agents with this process's, over the control topic. */
final class ClockComparison {
  /** The shortest of so many counts; the first ones wait for connections and compilers. */
  private static final int ROUNDS = 10;

  private static final Duration LONGEST_ROUND = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(20);

  private final ControlChannel control;
  private final Surroundings surroundings;
  private final long originMicros;
  private final long originNanos;
  private final Map<String, ClockReading> best = new TreeMap<>();

  ClockComparison(ControlChannel control, Surroundings surroundings) {
    this.control = control;
    this.surroundings = surroundings;
    originMicros = ChronoUnit.MICROS.between(Instant.EPOCH, surroundings.wall().instant());
    originNanos = surroundings.nanos().getAsLong();
  }

  /** The best reading of each agent that has answered at all. */
  Map<String, ClockReading> of(Set<String> agents) {
    for (int round = 0; round < ROUNDS; round++) {
      ask(round, agents);
    }
    return best;
  }

  private void ask(int round, Set<String> agents) {
    var missing = new HashSet<>(agents);
    long asked = micros();
    control.send(ControlRecord.newBuilder().setPing(ClockPing.newBuilder().setRound(round)));
    long deadline = asked + LONGEST_ROUND.toNanos() / 1_000;
    while (!missing.isEmpty() && micros() < deadline) {
      for (ControlRecord record : control.poll(POLL)) {
        if (record.hasPong() && record.getPong().getRound() == round) {
          take(record.getPong(), asked, missing);
        }
      }
    }
  }

  private void take(ClockPong pong, long asked, Set<String> missing) {
    if (missing.remove(pong.getAgent())) {
      var reading =
          ClockReading.of(asked, pong.getHeardEpochMicros(), pong.getSaidEpochMicros(), micros());
      best.merge(pong.getAgent(), reading, ClockReading::better);
    }
  }

  private long micros() {
    return originMicros + (surroundings.nanos().getAsLong() - originNanos) / 1_000;
  }
}
