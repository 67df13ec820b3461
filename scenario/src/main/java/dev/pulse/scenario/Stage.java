package dev.pulse.scenario;

import java.util.Locale;

/**
 * A stretch of a scenario in which VUs are held or ramped.
 *
 * @param name unique in its scenario, such as {@code 1 ramp 0→100} or {@code 2 hold 100}
 * @param startNanos since the start of the scenario, ≥ 0
 * @param durationNanos ≥ 0; a stage of no length is a jump, and no time belongs to it
 * @param fromVus at its start, ≥ 0
 * @param toVus at its end, ≥ 0
 */
public record Stage(String name, long startNanos, long durationNanos, int fromVus, int toVus) {

  /** Checks that nothing is negative. */
  public Stage {
    if (startNanos < 0 || durationNanos < 0 || fromVus < 0 || toVus < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a stage's numbers must be >= 0, are %d, %d, %d, %d",
              startNanos,
              durationNanos,
              fromVus,
              toVus));
    }
  }

  /** A stage named by its number and what it does. */
  static Stage named(int number, long startNanos, long durationNanos, int fromVus, int toVus) {
    String name =
        fromVus == toVus ? number + " hold " + toVus : number + " ramp " + fromVus + "→" + toVus;
    return new Stage(name, startNanos, durationNanos, fromVus, toVus);
  }

  /** First nanosecond after it. */
  public long endNanos() {
    return startNanos + durationNanos;
  }

  /** Whether load is held rather than ramped, so that its figures may be judged as one. */
  public boolean isSustained() {
    return fromVus == toVus;
  }

  /**
   * VUs at a time, as k6 steps them: on the way up VU n begins when the line reaches n, on the way
   * down it ends when the line reaches n - 1.
   *
   * @param elapsedNanos since the start of the scenario, within this stage
   */
  int vusAt(long elapsedNanos) {
    if (isSustained() || durationNanos == 0) {
      return toVus;
    }
    // Whole microseconds keep the product within 64 bits: 1e6 VUs × 30 days.
    long micros = (elapsedNanos - startNanos) / 1_000;
    long length = Math.max(1, durationNanos / 1_000);
    long difference = Math.floorDiv(Math.abs((long) toVus - fromVus) * micros, length);
    int step = (int) Math.min(difference, Math.abs(toVus - fromVus));
    return toVus > fromVus ? fromVus + step : fromVus - step;
  }
}
