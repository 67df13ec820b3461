package dev.pulse.reporter.chart;

/** Keys of a chart's lines, in as many rows as they need. */
final class Legend {
  private static final double ROW = 19;
  private static final double KEY = 33;
  private static final double GAP = 14;

  private final Svg svg;
  private final double left;
  private final double right;
  private double x;
  private double baseline;

  Legend(Svg svg, double left, double right, double baseline) {
    this.svg = svg;
    this.left = left;
    this.right = right;
    this.x = left;
    this.baseline = baseline;
  }

  /** Adds a key, in the style of the line it stands for. */
  void add(String style, String name) {
    double width = KEY + Frame.width(name, 12);
    if (x > left && x + width > right) {
      x = left;
      baseline += ROW;
    }
    svg.line(style, x + 2, baseline - 4, x + 26, baseline - 4);
    svg.label("", x + KEY, baseline, Frame.fit(name, right - x - KEY, 12));
    x += width + GAP;
  }

  /** Where what comes below may start. */
  double bottom() {
    return baseline + 8;
  }
}
