package dev.pulse.reporter.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * Latency above, a resource below, on one time axis, so that what moves together stands one above
 * the other.
 *
 * @param heading what it is called
 * @param upper the upper line; its name is the title of its axis, unit included
 * @param lower the lower line
 * @param bounds lines to hold the upper values against
 * @param lowerBounds lines to hold the lower values against
 * @param spans stretches of time to shade; only their times are drawn
 * @param marks what happened meanwhile
 * @param bands stages
 * @param seconds length of the run
 */
public record PairChart(
    Heading heading,
    Line upper,
    Line lower,
    List<Bound> bounds,
    List<Bound> lowerBounds,
    List<Band> spans,
    List<Mark> marks,
    List<Band> bands,
    double seconds)
    implements Chart {

  /** Copies the lists. */
  public PairChart {
    bounds = List.copyOf(bounds);
    lowerBounds = List.copyOf(lowerBounds);
    spans = List.copyOf(spans);
    marks = List.copyOf(marks);
    bands = List.copyOf(bands);
  }

  @Override
  public String svg(ChartSize size, boolean standalone) {
    var frame = new Frame(size, heading);
    Axis x = Axis.time(seconds, frame.isWide() ? 10 : 5);
    Axis above = axis(upper, bounds);
    Axis below = axis(lower, lowerBounds);
    var all = new ArrayList<>(bounds);
    all.addAll(lowerBounds);
    frame.legend(List.of(upper, lower), all);
    frame.panels(x, above, below, all, Band.rows(bands));
    frame.bands(x, bands);
    panel(frame, x, above, upper, bounds);
    marks.forEach(mark -> frame.event(x, mark));
    frame.lower();
    panel(frame, x, below, lower, lowerBounds);
    marks.forEach(mark -> frame.event(x, new Mark(mark.at(), "")));
    return frame.finish(standalone);
  }

  private static Axis axis(Line line, List<Bound> bounds) {
    double highest = bounds.stream().mapToDouble(Bound::value).max().orElse(0);
    double greatest = line.hasData() ? line.greatest() : 0;
    return Axis.linear(line.name(), Math.max(greatest, highest), 4);
  }

  private void panel(Frame frame, Axis x, Axis y, Line line, List<Bound> held) {
    spans.forEach(span -> frame.shade(x, span.from(), span.to()));
    if (!line.hasData()) {
      frame.noData();
    }
    frame.line(x, y, line);
    frame.bounds(y, held);
  }
}
