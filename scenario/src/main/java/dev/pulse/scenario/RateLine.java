package dev.pulse.scenario;

import java.util.List;

/**
 * A rate that goes in straight lines, and both ways between time and arrivals: a closed form for
 * each stage, so that nothing drifts however long the run. Immutable.
 *
 * <p>Times are nanoseconds since the start of the scenario. Exact to about a nanosecond for days at
 * any rate that is allowed: doubles hold both to 53 bits.
 */
public final class RateLine {
  private static final double NANOS = 1e9;

  /** Sums of stages that are whole numbers in exact arithmetic stay so. */
  private static final double ROUNDING = 1e-6;

  private final long[] startNanos;
  private final double[] lengthNanos;
  private final double[] fromPerNano;
  private final double[] toPerNano;
  private final double[] arrivalsBefore;
  private final double total;
  private final long endNanos;

  /** The line of stages that carry rates and follow each other. */
  RateLine(List<Stage> stages) {
    int size = stages.size();
    startNanos = new long[size];
    lengthNanos = new double[size];
    fromPerNano = new double[size];
    toPerNano = new double[size];
    arrivalsBefore = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      Stage stage = stages.get(i);
      startNanos[i] = stage.startNanos();
      lengthNanos[i] = stage.durationNanos();
      fromPerNano[i] = stage.fromRate() / NANOS;
      toPerNano[i] = stage.toRate() / NANOS;
      arrivalsBefore[i] = sum;
      sum += (fromPerNano[i] + toPerNano[i]) / 2 * lengthNanos[i];
    }
    total = sum;
    endNanos = stages.get(size - 1).endNanos();
  }

  /** When it ends. */
  public long lengthNanos() {
    return endNanos;
  }

  /** The area under the whole line: arrivals, with a fraction. */
  public double total() {
    return total;
  }

  /** Regular arrivals: those <em>n</em>, from 0, whose time comes before the end. */
  public long count() {
    return (long) Math.ceil(total - ROUNDING);
  }

  /**
   * The area under the line up to a time.
   *
   * @param elapsedNanos any; before the start 0, after the end {@link #total}
   */
  public double arrivalsBy(long elapsedNanos) {
    if (elapsedNanos >= endNanos) {
      return total;
    }
    int stage = startNanos.length - 1;
    while (stage > 0 && startNanos[stage] > elapsedNanos) {
      stage--;
    }
    double into = Math.max(0, elapsedNanos - startNanos[stage]);
    double slope = (toPerNano[stage] - fromPerNano[stage]) / lengthNanos[stage];
    return arrivalsBefore[stage] + into * (fromPerNano[stage] + slope * into / 2);
  }

  /**
   * When the area under the line reaches a number of arrivals.
   *
   * @param arrivals ≥ 0
   * @return nanoseconds; {@code Long.MAX_VALUE} if it never does
   */
  public long nanosOf(double arrivals) {
    int stage = startNanos.length - 1;
    while (stage > 0 && (arrivalsBefore[stage] > arrivals || lengthNanos[stage] == 0)) {
      stage--;
    }
    // Stages in which nothing arrives are left behind: the next one that has a rate is it.
    while (stage < startNanos.length && isPassed(stage, arrivals)) {
      stage++;
    }
    return stage == startNanos.length
        ? Long.MAX_VALUE
        : startNanos[stage] + Math.round(into(stage, arrivals - arrivalsBefore[stage]));
  }

  private boolean isPassed(int stage, double arrivals) {
    double own = (fromPerNano[stage] + toPerNano[stage]) / 2 * lengthNanos[stage];
    return own == 0 || arrivals - arrivalsBefore[stage] > own - ROUNDING;
  }

  /**
   * Time into a stage at which so many of its arrivals are reached: the root that cancels least.
   */
  private double into(int stage, double arrivals) {
    double from = fromPerNano[stage];
    double slope = (toPerNano[stage] - from) / lengthNanos[stage];
    double discriminant = Math.max(0, from * from + 2 * slope * Math.max(0, arrivals));
    double divisor = from + Math.sqrt(discriminant);
    return divisor == 0 ? 0 : 2 * Math.max(0, arrivals) / divisor;
  }
}
