package dev.pulse.generator.pacing;

import java.util.function.LongSupplier;

/** Microseconds since the load began, from a monotonic clock; 0 before. */
public final class RunClock {
  private final LongSupplier nanoTime;
  private final long startNanos;

  /**
   * A clock for one run.
   *
   * @param nanoTime monotonic nanoseconds with an arbitrary origin
   * @param startNanos value of {@code nanoTime} at which the run begins
   */
  public RunClock(LongSupplier nanoTime, long startNanos) {
    this.nanoTime = nanoTime;
    this.startNanos = startNanos;
  }

  /** Microseconds since the run began, ≥ 0. */
  public long micros() {
    return Math.max(0, (nanoTime.getAsLong() - startNanos) / 1_000);
  }

  /** Nanoseconds until the run begins, 0 once it has. */
  public long untilStartNanos() {
    return Math.max(0, startNanos - nanoTime.getAsLong());
  }
}
