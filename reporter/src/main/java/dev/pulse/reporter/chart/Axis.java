package dev.pulse.reporter.chart;

import java.util.List;

/**
 * An axis.
 *
 * @param title what and in which unit, such as {@code response time (ms)}
 * @param scale where values stand
 * @param ticks its marks
 */
record Axis(String title, Scale scale, List<Tick> ticks) {
  /** A greater spread than this, and a linear axis would press the small values flat. */
  private static final double LINEAR_SPREAD = 25;

  private static final double HEADROOM = 1.04;

  /** Linear from 0. */
  static Axis linear(String title, double greatest, int wantedTicks) {
    double top = greatest > 0 ? greatest * HEADROOM : 1;
    return upTo(title, Ticks.linear(top, wantedTicks));
  }

  /** Whole numbers from 0, with marks beside those of another axis. */
  static Axis counts(String title, double greatest, Axis beside) {
    return upTo(title, Ticks.counts(greatest, beside.ticks().size() - 1));
  }

  private static Axis upTo(String title, List<Tick> ticks) {
    double top = ticks.get(ticks.size() - 1).value();
    return new Axis(title, new Scale.Linear(0, top), ticks);
  }

  /**
   * Linear from 0, or logarithmic where the values lie too far apart for that, which the title then
   * says.
   *
   * @param least least positive value, or NaN
   */
  static Axis spread(String title, double least, double greatest, int wantedTicks) {
    if (!(least > 0) || greatest / least < LINEAR_SPREAD) {
      return linear(title, greatest, wantedTicks);
    }
    List<Tick> ticks = Ticks.logarithmic(least, greatest * HEADROOM, wantedTicks);
    var scale = new Scale.Logarithmic(ticks.get(0).value(), ticks.get(ticks.size() - 1).value());
    return new Axis(title + ", logarithmic", scale, ticks);
  }

  /** Seconds since the start; the axis ends where the data does. */
  static Axis time(double greatestSeconds, int wantedTicks) {
    String unit = greatestSeconds >= 3_600 ? "h:min" : "min:s";
    double end = greatestSeconds > 0 ? greatestSeconds : 1;
    return new Axis(
        "time since start (" + unit + ")", new Scale.Linear(0, end), Ticks.time(end, wantedTicks));
  }
}
