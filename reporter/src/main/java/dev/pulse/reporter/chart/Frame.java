package dev.pulse.reporter.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What stands around the data: title, legend, ribbons of the stages, axes, grid. Places each below
 * the one before, so nothing overlaps whatever the names are.
 */
final class Frame {
  /** Width of an average character, as a share of the font size; generous, fonts differ. */
  private static final double CHARACTER = 0.56;

  private static final double MARGIN = 10;
  private static final double RIBBON = 18;
  private static final double BELOW = 44;
  private static final double BETWEEN = 30;

  private final Svg svg = new Svg();
  private final ChartSize size;
  private final Heading heading;
  private double cursor;
  private double left;
  private double right;
  private double top;
  private double bottom;

  Frame(ChartSize size, Heading heading) {
    this.size = size;
    this.heading = heading;
    start();
  }

  private void start() {
    String id = heading.id() + (size == ChartSize.WIDE ? "-wide" : "-narrow");
    svg.open("svg")
        .attribute("xmlns", "http://www.w3.org/2000/svg")
        .attribute("class", isWide() ? "chart" : "chart narrow");
    svg.attribute("viewBox", "0 0 " + size.width() + " " + size.height());
    svg.attribute("width", size.width()).attribute("height", size.height());
    svg.attribute("role", "img").attribute("aria-labelledby", id + "-title " + id + "-text");
    svg.content().open("title").attribute("id", id + "-title");
    svg.content().text(heading.title()).close("title");
    svg.open("desc").attribute("id", id + "-text");
    svg.content().text(heading.description()).close("desc");
    svg.rect("surface", 0, 0, size.width(), size.height());
    svg.label("title", MARGIN, 23, fit(heading.title(), size.width() - 2 * MARGIN, 15));
    cursor = 32;
  }

  Svg svg() {
    return svg;
  }

  double left() {
    return left;
  }

  double right() {
    return right;
  }

  double bottom() {
    return bottom;
  }

  boolean isWide() {
    return size == ChartSize.WIDE;
  }

  /** The keys of the lines, and of the bounds where there is no room beside the plot. */
  void legend(List<Line> lines, List<Bound> bounds) {
    var legend = new Legend(svg, MARGIN, size.width() - MARGIN, cursor + 13);
    lines.forEach(line -> legend.add("line " + line.look().style(), line.name()));
    if (!isWide()) {
      bounds.forEach(bound -> legend.add("bound " + bound.severity().style(), bound.label()));
    }
    cursor = legend.bottom();
  }

  /** Grid, marks and titles of the axes; from here on the plot's edges are known. */
  void axes(Axis x, Axis y, List<Axis> rightAxis, List<Bound> bounds, int ribbons) {
    left = MARGIN + widest(y) + 8;
    double marks = rightAxis.stream().mapToDouble(Frame::widest).max().orElse(0);
    double labels = isWide() ? widestBound(bounds) : 0;
    right = size.width() - MARGIN - 8 - Math.max(marks, labels);
    svg.label("small muted", MARGIN, cursor + 12, y.title());
    for (Axis axis : rightAxis) {
      svg.label("small muted end-of", size.width() - MARGIN, cursor + 12, axis.title());
    }
    cursor += 22;
    top = cursor + ribbons * RIBBON;
    bottom = size.height() - BELOW;
    vertical(y);
    rightAxis.forEach(this::rightMarks);
    horizontal(x);
  }

  /**
   * Two plots one above the other on one time axis, each half of the height. After this the upper
   * one is drawn in; {@link #lower} goes on to the other.
   */
  void panels(Axis x, Axis upper, Axis lower, List<Bound> bounds, int ribbons) {
    left = MARGIN + Math.max(widest(upper), widest(lower)) + 8;
    right = size.width() - MARGIN - 8 - (isWide() ? widestBound(bounds) : 0);
    svg.label("small muted", MARGIN, cursor + 12, upper.title());
    double first = cursor + 22 + ribbons * RIBBON;
    double last = size.height() - BELOW;
    double height = (last - first - BETWEEN) / 2;
    svg.label("small muted", MARGIN, last - height - 12, lower.title());
    top = last - height;
    bottom = last;
    vertical(lower);
    horizontal(x);
    top = first;
    bottom = first + height;
    vertical(upper);
  }

  /** Goes on to the lower of two plots. */
  void lower() {
    double height = bottom - top;
    bottom = size.height() - BELOW;
    top = bottom - height;
  }

  /** A stretch of time that is spoken of. */
  void shade(Axis axis, double from, double to) {
    double start = x(axis, from);
    svg.rect("span", start, top, Math.max(1, x(axis, to) - start), bottom - top);
  }

  /** Something that happened; its words stand at the top where there is room. */
  void event(Axis axis, Mark mark) {
    double at = x(axis, mark.at());
    svg.line("event", at, top, at, bottom);
    String label = fit(mark.label(), right - at - 4, 11);
    if (!label.isEmpty()) {
      svg.label("small muted", at + 3, top + 10, label);
    }
  }

  private static double widest(Axis axis) {
    return axis.ticks().stream().mapToDouble(t -> width(t.label(), 12)).max().orElse(0);
  }

  private static double widestBound(List<Bound> bounds) {
    return bounds.stream().mapToDouble(b -> width(b.label(), 11)).max().orElse(0);
  }

  private void vertical(Axis axis) {
    for (Tick tick : axis.ticks()) {
      double at = y(axis, tick.value());
      svg.line("grid", left, at, right, at);
      svg.label("muted end-of", left - 7, at + 4, tick.label());
    }
  }

  private void rightMarks(Axis axis) {
    for (Tick tick : axis.ticks()) {
      svg.label("muted", right + 7, y(axis, tick.value()) + 4, tick.label());
    }
  }

  private void horizontal(Axis axis) {
    svg.line("axis", left, bottom, right, bottom);
    double free = 0;
    for (Tick tick : axis.ticks()) {
      double at = x(axis, tick.value());
      double half = width(tick.label(), 12) / 2;
      svg.line("axis", at, bottom, at, bottom + 5);
      if (at - half >= free) {
        svg.label("muted middle-of", at, bottom + 18, tick.label());
        free = at + half + 4;
      }
    }
    svg.label("small muted middle-of", (left + right) / 2, bottom + 36, axis.title());
  }

  double x(Axis axis, double value) {
    return left + clip(axis.scale().position(value)) * (right - left);
  }

  double y(Axis axis, double value) {
    return bottom - clip(axis.scale().position(value)) * (bottom - top);
  }

  private static double clip(double position) {
    return Math.max(0, Math.min(1, position));
  }

  /** Stages: a ribbon each above the plot, and an edge through it where one begins. */
  void bands(Axis axis, List<Band> bands) {
    for (Band band : bands) {
      double from = x(axis, band.from());
      double to = x(axis, band.to());
      double y = top - (band.row() + 1) * RIBBON;
      svg.rect(band.sustained() ? "sustained" : "ramp", from + 0.5, y, to - from - 1, RIBBON - 4);
      String label = fit(band.label(), to - from - 6, 11);
      if (label.length() > 2) {
        svg.label("small muted middle-of", (from + to) / 2, y + 11, label);
      }
      if (from > left + 1) {
        svg.line("stage-edge", from, y + RIBBON - 4, from, bottom);
      }
    }
  }

  /** A line, and its points that have no neighbour. */
  void line(Axis x, Axis y, Line line) {
    ToDoubleFunction<Line.Point> across = point -> x(x, point.x());
    ToDoubleFunction<Line.Point> up = point -> y(y, point.y());
    String look = line.look().style();
    svg.path("line " + look, Trace.line(line.points(), across, up));
    svg.path("dot " + look, Trace.dots(line.points(), across, up));
  }

  /** Lines to hold the values against; labels that would meet are moved apart, upwards. */
  void bounds(Axis axis, List<Bound> bounds) {
    double free = size.height();
    var sorted = new ArrayList<>(bounds);
    sorted.sort(Comparator.comparingDouble(Bound::value));
    for (Bound bound : sorted) {
      double at = y(axis, bound.value());
      svg.line("bound " + bound.severity().style(), left, at, right, at);
      if (isWide()) {
        double baseline = Math.min(at + 4, free);
        svg.label("small", right + 6, baseline, bound.label());
        free = baseline - 13;
      }
    }
  }

  /** Says that there is nothing to draw. */
  void noData() {
    svg.label("muted middle-of", (left + right) / 2, (top + bottom) / 2, "no data");
  }

  String finish(boolean standalone) {
    svg.close("svg");
    String drawn = svg.toString();
    int afterStartTag = drawn.indexOf('>') + 1;
    return standalone
        ? drawn.substring(0, afterStartTag)
            + "\n<style>\n"
            + ChartStyle.css()
            + "</style>\n"
            + drawn.substring(afterStartTag)
        : drawn;
  }

  static double width(String text, double fontSize) {
    return text.codePointCount(0, text.length()) * fontSize * CHARACTER;
  }

  /** The text, or its beginning with an ellipsis where it is too long; empty where nothing fits. */
  static String fit(String text, double pixels, double fontSize) {
    int room = (int) (pixels / (fontSize * CHARACTER));
    int length = text.codePointCount(0, text.length());
    if (length <= room) {
      return text;
    }
    return room < 3 ? "" : text.substring(0, text.offsetByCodePoints(0, room - 1)) + "…";
  }
}
