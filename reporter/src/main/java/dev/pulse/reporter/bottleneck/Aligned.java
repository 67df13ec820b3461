package dev.pulse.reporter.bottleneck;

import dev.pulse.reporter.run.ResourceSeries;
import dev.pulse.reporter.run.ResourceSeries.Point;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * Brings readings, which come every few seconds and at times of their own, onto the moments of a
 * run: the mean of those in a moment, else the one before as long as the next could not yet be
 * there.
 */
final class Aligned {
  /** A reading stands for so many of the usual pauses between two; then it is a gap. */
  private static final double PAUSES = 1.5;

  private static final long LEAST_HOLD_MICROS = 2_000_000;
  private static final long MOST_HOLD_MICROS = 90_000_000;

  private Aligned() {}

  /** Values that are not there. */
  static double[] nothing(int length) {
    double[] values = new double[length];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  /**
   * One value for each moment, NaN where there is none; times as microseconds.
   *
   * @param moments in order
   */
  static double[] to(List<Span> moments, ResourceSeries series) {
    double[] values = nothing(moments.size());
    List<Point> points = series.points();
    long hold = hold(points);
    int next = 0;
    for (int i = 0; i < values.length; i++) {
      Span moment = moments.get(i);
      double sum = 0;
      int count = 0;
      while (next < points.size() && points.get(next).atMicros() < moment.toMicros()) {
        if (points.get(next).atMicros() >= moment.fromMicros()) {
          sum += points.get(next).value();
          count++;
        }
        next++;
      }
      if (count > 0) {
        values[i] = Unit.reading(series.unit(), sum / count);
      } else if (next > 0 && moment.toMicros() - points.get(next - 1).atMicros() <= hold) {
        values[i] = Unit.reading(series.unit(), points.get(next - 1).value());
      }
    }
    return values;
  }

  /** Readings by time: asked for a time it gives the nearest, where one stands for that time. */
  static LongFunction<OptionalDouble> nearest(ResourceSeries series) {
    long hold = hold(series.points());
    return atMicros ->
        neighbours(series, atMicros)
            .filter(point -> apart(point, atMicros) <= hold)
            .min(Comparator.comparingLong(point -> apart(point, atMicros)))
            .map(point -> OptionalDouble.of(point.value()))
            .orElse(OptionalDouble.empty());
  }

  /** The reading before a time, and the one after it. */
  private static Stream<Point> neighbours(ResourceSeries series, long atMicros) {
    int before = series.until(atMicros);
    List<Point> points = series.points();
    return points.subList(Math.max(0, before), Math.min(before + 2, points.size())).stream();
  }

  private static long apart(Point point, long atMicros) {
    return Math.abs(point.atMicros() - atMicros);
  }

  private static long hold(List<Point> points) {
    long[] pauses = new long[Math.max(0, points.size() - 1)];
    for (int i = 0; i < pauses.length; i++) {
      pauses[i] = points.get(i + 1).atMicros() - points.get(i).atMicros();
    }
    Arrays.sort(pauses);
    long usual = pauses.length == 0 ? 0 : pauses[pauses.length / 2];
    long hold = Math.round(usual * PAUSES);
    return Math.max(LEAST_HOLD_MICROS, Math.min(MOST_HOLD_MICROS, hold));
  }
}
