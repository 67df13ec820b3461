package dev.pulse.generator;

import dev.pulse.protocol.SystemClock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * The clocks of an agent.
 *
 * @param nanoTime monotonic nanoseconds with an arbitrary origin
 * @param wall for stamps, and for the start instant that all agents share
 */
public record Clocks(LongSupplier nanoTime, InstantSource wall) {

  /** Those of this process. */
  public static Clocks ofSystem() {
    return new Clocks(SystemClock::nanoTime, SystemClock.wall());
  }

  /** Microseconds since 1970. */
  long epochMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, wall.instant());
  }

  /** Value of {@code nanoTime} at a moment of the wall clock. */
  long nanosAt(long epochMicros) {
    return nanoTime.getAsLong() + (epochMicros - epochMicros()) * 1_000;
  }
}
