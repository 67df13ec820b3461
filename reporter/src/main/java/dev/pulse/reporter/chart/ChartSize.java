package dev.pulse.reporter.chart;

/**
 * The two sizes a chart is drawn in, so that its text has the same size on paper and on a phone.
 */
public enum ChartSize {
  /** For a page or a desktop screen. */
  WIDE(860, 360),
  /** For a phone held upright, where it is shown at about its own size. */
  NARROW(380, 340);

  private final int width;
  private final int height;

  ChartSize(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** Pixels. */
  int width() {
    return width;
  }

  /** Pixels. */
  int height() {
    return height;
  }
}
