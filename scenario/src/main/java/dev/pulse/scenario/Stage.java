package dev.pulse.scenario;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * A stretch of a scenario in which VUs, or a rate of arrivals, are held or ramped.
 *
 * @param name unique in its scenario, such as {@code 1 ramp 0→100} or {@code 2 hold 100}
 * @param startNanos since the start of the scenario, ≥ 0
 * @param durationNanos ≥ 0; a stage of no length is a jump, and no time belongs to it
 * @param fromVus at its start, ≥ 0
 * @param toVus at its end, ≥ 0
 * @param fromRate arrivals a second at its start, ≥ 0; 0 in the closed model
 * @param toRate at its end, ≥ 0
 */
public record Stage(
    String name,
    long startNanos,
    long durationNanos,
    int fromVus,
    int toVus,
    double fromRate,
    double toRate) {

  /** A stage of the closed model, in which VUs are held or ramped. */
  public Stage(String name, long startNanos, long durationNanos, int fromVus, int toVus) {
    this(name, startNanos, durationNanos, fromVus, toVus, 0, 0);
  }

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

  /** A stage of the open model, named by its number and what it does. */
  static Stage ofRate(int number, long startNanos, long durationNanos, double from, double to) {
    String name =
        from == to
            ? number + " hold " + rate(to) + "/s"
            : number + " ramp " + rate(from) + "→" + rate(to) + "/s";
    return new Stage(name, startNanos, durationNanos, 0, 0, from, to);
  }

  private static String rate(double perSecond) {
    return new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT))
        .format(perSecond);
  }

  /** First nanosecond after it. */
  public long endNanos() {
    return startNanos + durationNanos;
  }

  /** Whether load is held rather than ramped, so that its figures may be judged as one. */
  public boolean isSustained() {
    return fromVus == toVus && fromRate == toRate;
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
