package dev.pulse.scenario;

import java.time.Duration;

/**
 * The pause after each request, as k6's {@code sleep}: fixed, or even between two bounds.
 *
 * @param min ≥ 0
 * @param max ≥ min
 */
public record ThinkTime(Duration min, Duration max) {

  /** No pause at all. */
  public static final ThinkTime NONE = new ThinkTime(Duration.ZERO, Duration.ZERO);

  /** Checks the ranges. */
  public ThinkTime {
    Durations.requireNotNegative(min, "thinkTime");
    if (max.compareTo(min) < 0) {
      throw new IllegalArgumentException(
          "thinkTime must end at or above its start, is "
              + Durations.format(min)
              + ".."
              + Durations.format(max));
    }
  }

  /** Whether there is no pause at all. */
  public boolean isZero() {
    return max.isZero();
  }

  /**
   * Nanoseconds of one pause.
   *
   * @param u uniformly random in [0, 1)
   * @return in [min, max]
   */
  public long nanos(double u) {
    long least = min.toNanos();
    return least + (long) (u * (double) (max.toNanos() - least));
  }

  /** The pause that is expected, in nanoseconds. */
  public double meanNanos() {
    return ((double) min.toNanos() + (double) max.toNanos()) / 2;
  }
}
