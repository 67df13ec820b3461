package dev.pulse.reporter.report;

import dev.pulse.reporter.chart.Chart;
import dev.pulse.reporter.chart.ChartSize;

/**
 * A chart of a run.
 *
 * @param file where it stands, relative to the report
 * @param wide for paper and large screens
 * @param narrow for a phone: fewer points
 */
record ReportChart(String file, Chart wide, Chart narrow) {

  String title() {
    return wide.heading().title();
  }

  /** The file beside the Markdown. */
  String standalone() {
    return wide.svg(ChartSize.WIDE, true);
  }

  /** Both sizes for a page, whose style sheet shows the one that fits. */
  String inline() {
    return "<figure class=\"wide\">\n"
        + wide.svg(ChartSize.WIDE, false)
        + "</figure>\n<figure class=\"narrow\">\n"
        + narrow.svg(ChartSize.NARROW, false)
        + "</figure>\n";
  }
}
