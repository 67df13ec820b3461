package dev.pulse.aggregator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tells a passing failure from one that will not pass: so many failures are borne within some time.
 */
final class FailureLimit {
  /** A thread that cannot work dies within seconds, one that lost its broker every minute or so. */
  static final int MOST = 5;

  /** The time that failures count for. */
  static final Duration WITHIN = Duration.ofMinutes(2);

  private final InstantSource clock;
  private final Deque<Instant> failures = new ArrayDeque<>();

  FailureLimit(InstantSource clock) {
    this.clock = clock;
  }

  /** Notes a failure; whether it is still worth trying again. */
  synchronized boolean bears() {
    Instant now = clock.instant();
    failures.addLast(now);
    while (failures.getFirst().isBefore(now.minus(WITHIN))) {
      failures.removeFirst();
    }
    return failures.size() <= MOST;
  }
}
