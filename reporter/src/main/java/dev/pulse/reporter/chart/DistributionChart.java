package dev.pulse.reporter.chart;

import dev.pulse.protocol.LatencyHistogram;
import dev.pulse.reporter.chart.Line.Look;
import dev.pulse.reporter.chart.Line.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * Latency by percentile, on an axis on which each further nine takes the same room, so that the
 * tail is seen as well as the middle. A line ends where its values are too few to tell a higher
 * percentile, at its greatest value.
 *
 * @param heading what it is called
 * @param curves what is compared
 * @param bounds lines to hold the values against, milliseconds
 */
public record DistributionChart(Heading heading, List<Curve> curves, List<Bound> bounds)
    implements Chart {
  private static final int STEPS = 240;
  private static final double[] PERCENTILES = {0, 50, 90, 99, 99.9, 99.99, 99.999, 99.9999};
  private static final double MICROS_PER_MILLI = 1_000;

  /** Copies the lists. */
  public DistributionChart {
    curves = List.copyOf(curves);
    bounds = List.copyOf(bounds);
  }

  /**
   * One distribution.
   *
   * @param name for the legend
   * @param look its colour and dashes
   * @param histogram its values
   */
  public record Curve(String name, Look look, LatencyHistogram histogram) {

    Line line() {
      var points = new ArrayList<Point>();
      double nines = nines(histogram);
      for (int i = 0; histogram.count() > 0 && i <= STEPS; i++) {
        double at = nines * i / STEPS;
        double percentile = i == STEPS ? 100 : 100 * (1 - StrictMath.pow(10, -at));
        points.add(Point.of(at, histogram.valueAtPercentile(percentile) / MICROS_PER_MILLI));
      }
      return new Line(name, look, points);
    }

    private static double nines(LatencyHistogram histogram) {
      return Math.max(1, Math.min(6, StrictMath.log10(Math.max(1.0, (double) histogram.count()))));
    }
  }

  @Override
  public String svg(ChartSize size, boolean standalone) {
    var frame = new Frame(size, heading);
    List<Line> lines = curves.stream().map(Curve::line).toList();
    frame.legend(lines, bounds);
    Axis x = nines();
    Axis y = values(lines);
    frame.axes(x, y, List.of(), bounds, 0);
    if (lines.stream().noneMatch(Line::hasData)) {
      frame.noData();
    }
    for (Line line : lines) {
      String path = Trace.line(line.points(), p -> frame.x(x, p.x()), p -> frame.y(y, p.y()));
      frame.svg().path("line " + line.look().style(), path);
    }
    frame.bounds(y, bounds);
    return frame.finish(standalone);
  }

  private Axis nines() {
    double end = curves.stream().mapToDouble(c -> Curve.nines(c.histogram())).max().orElse(1);
    var ticks = new ArrayList<Tick>();
    for (double percentile : PERCENTILES) {
      double at = -StrictMath.log10(1 - percentile / 100);
      if (at <= end + 1e-9) {
        ticks.add(new Tick(at, Ticks.label(percentile) + " %"));
      }
    }
    return new Axis("share of requests that took at most so long", new Scale.Linear(0, end), ticks);
  }

  private Axis values(List<Line> lines) {
    double least = Double.MAX_VALUE;
    double greatest = bounds.stream().mapToDouble(Bound::value).max().orElse(0);
    for (Line line : lines) {
      least = line.hasData() ? Math.min(least, line.leastPositive()) : least;
      greatest = line.hasData() ? Math.max(greatest, line.greatest()) : greatest;
    }
    return Axis.spread("time (ms)", least, greatest, 9);
  }
}
