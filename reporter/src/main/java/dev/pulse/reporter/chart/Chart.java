package dev.pulse.reporter.chart;

/** A picture of some figures of a run. */
public sealed interface Chart permits TimeChart, PairChart, DistributionChart {

  /** What it is called. */
  Heading heading();

  /**
   * Draws it.
   *
   * @param standalone whether the style sheet goes with it; in a page that has {@link
   *     ChartStyle#css} it does not
   * @return an {@code svg} element, the same for equal charts on every machine
   */
  String svg(ChartSize size, boolean standalone);
}
