package dev.pulse.reporter.run;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.LongPredicate;
import java.util.stream.DoubleStream;

/**
 * Readings of one series of the system under test, on the clock of the run.
 *
 * @param source kind, such as {@code postgresql}
 * @param series name, such as {@code cpu_ratio}
 * @param label what of the source it is of
 * @param unit {@code ratio}, {@code ms}, {@code bytes}, {@code 1/s}, or empty for a count
 * @param points in order of time
 */
public record ResourceSeries(
    String source, String series, String label, String unit, List<Point> points) {

  /**
   * One reading.
   *
   * @param atMicros on the clock of the run; may lie before 0
   */
  public record Point(long atMicros, double value) {}

  /** Copies the points. */
  public ResourceSeries {
    points = List.copyOf(points);
  }

  /** Number of the newest reading until a time on the clock of the run; -1 where there is none. */
  public int until(long atMicros) {
    int found =
        Collections.binarySearch(
            points, new Point(atMicros, 0), Comparator.comparingLong(Point::atMicros));
    return found >= 0 ? found : -found - 2;
  }

  /** Values of the readings whose time is wanted. */
  public DoubleStream values(LongPredicate wanted) {
    return points.stream().filter(p -> wanted.test(p.atMicros())).mapToDouble(Point::value);
  }

  /** Mean of the readings whose time is wanted; empty where there is none. */
  public OptionalDouble mean(LongPredicate wanted) {
    return values(wanted).average();
  }

  /** The newest reading; empty where there is none. */
  public OptionalDouble last() {
    return points.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(points.get(points.size() - 1).value());
  }
}
