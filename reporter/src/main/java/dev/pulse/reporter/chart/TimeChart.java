package dev.pulse.reporter.chart;

import dev.pulse.reporter.chart.Line.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Values over the run clock, with the stages as ribbons above and, where given, the load against
 * the right axis.
 *
 * @param heading what it is called
 * @param valueTitle title of the left axis, unit included
 * @param lines values, by seconds since the start
 * @param loadTitle title of the right axis
 * @param loads lines against the right axis; may be empty
 * @param bounds lines to hold the values against
 * @param bands stages
 * @param seconds length of the run
 * @param filled whether the area under the first line is filled
 */
public record TimeChart(
    Heading heading,
    String valueTitle,
    List<Line> lines,
    String loadTitle,
    List<Line> loads,
    List<Bound> bounds,
    List<Band> bands,
    double seconds,
    boolean filled)
    implements Chart {

  /** Copies the lists. */
  public TimeChart {
    lines = List.copyOf(lines);
    loads = List.copyOf(loads);
    bounds = List.copyOf(bounds);
    bands = List.copyOf(bands);
  }

  @Override
  public String svg(ChartSize size, boolean standalone) {
    var frame = new Frame(size, heading);
    frame.legend(all(), bounds);
    Axis x = Axis.time(seconds, frame.isWide() ? 10 : 5);
    Axis y = valueAxis();
    List<Axis> right =
        loads.isEmpty() ? List.of() : List.of(Axis.counts(loadTitle, greatest(loads), y));
    frame.axes(x, y, right, bounds, Band.rows(bands));
    frame.bands(x, bands);
    if (lines.stream().noneMatch(Line::hasData)) {
      frame.noData();
    }
    right.forEach(axis -> loads.forEach(line -> draw(frame, x, axis, line, false)));
    for (int i = 0; i < lines.size(); i++) {
      draw(frame, x, y, lines.get(i), filled && i == 0);
    }
    frame.bounds(y, bounds);
    return frame.finish(standalone);
  }

  private List<Line> all() {
    var all = new ArrayList<>(lines);
    all.addAll(loads);
    return all;
  }

  private Axis valueAxis() {
    double highestBound = bounds.stream().mapToDouble(Bound::value).max().orElse(0);
    double greatest = Math.max(greatest(lines), highestBound);
    double least =
        lines.stream()
            .mapToDouble(Line::leastPositive)
            .filter(value -> !Double.isNaN(value))
            .min()
            .orElse(Double.NaN);
    return filled
        ? Axis.linear(valueTitle, greatest, 5)
        : Axis.spread(valueTitle, least, greatest, 9);
  }

  private static double greatest(List<Line> lines) {
    return lines.stream()
        .mapToDouble(Line::greatest)
        .filter(value -> !Double.isNaN(value))
        .max()
        .orElse(0);
  }

  private static void draw(Frame frame, Axis x, Axis y, Line line, boolean fill) {
    Svg svg = frame.svg();
    String look = line.look().style();
    ToDoubleFunction<Point> across = p -> frame.x(x, p.x());
    ToDoubleFunction<Point> value = p -> frame.y(y, p.y());
    if (fill) {
      svg.path("area " + look, Trace.area(line.points(), across, p -> frame.bottom(), value));
    }
    if (line.hasPeaks()) {
      ToDoubleFunction<Point> peak = p -> frame.y(y, p.peak());
      svg.path("area " + look, Trace.area(line.points(), across, value, peak));
    }
    frame.line(x, y, line);
  }
}
