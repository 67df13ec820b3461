package dev.pulse.reporter.chart;

import java.util.List;

/**
 * One line of a chart.
 *
 * @param name for the legend
 * @param look its colour and dashes
 * @param points by ascending x
 */
public record Line(String name, Look look, List<Point> points) {

  /** Copies the points. */
  public Line {
    points = List.copyOf(points);
  }

  /** How a line is drawn; told apart without colour too, by width and dashes. */
  public enum Look {
    /** The main line of a chart. */
    MAIN("main"),
    /** Low percentile. */
    LOW("low"),
    /** Middle percentile. */
    MIDDLE("middle"),
    /** High percentile. */
    HIGH("high"),
    /** What failed. */
    ERROR("error"),
    /** What was asked of the system, such as VUs; against the right axis. */
    LOAD("load");

    private final String style;

    Look(String style) {
      this.style = style;
    }

    String style() {
      return style;
    }
  }

  /**
   * One point.
   *
   * @param x in the unit of the horizontal axis
   * @param y value, NaN where there is no data, which leaves a gap in the line
   * @param peak greatest value of the intervals merged into this point; {@code y} if it is one
   */
  public record Point(double x, double y, double peak) {

    /** A point of one interval. */
    public static Point of(double x, double y) {
      return new Point(x, y, y);
    }

    boolean hasData() {
      return !Double.isNaN(y);
    }
  }

  double greatest() {
    return points.stream()
        .filter(Point::hasData)
        .mapToDouble(p -> Math.max(p.y, p.peak))
        .max()
        .orElse(Double.NaN);
  }

  double leastPositive() {
    return points.stream()
        .filter(p -> p.hasData() && p.y > 0)
        .mapToDouble(Point::y)
        .min()
        .orElse(Double.NaN);
  }

  boolean hasPeaks() {
    return points.stream().anyMatch(p -> p.hasData() && p.peak > p.y);
  }

  boolean hasData() {
    return points.stream().anyMatch(Point::hasData);
  }
}
