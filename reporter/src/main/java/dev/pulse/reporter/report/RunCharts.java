package dev.pulse.reporter.report;

import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.StagePlan;
import dev.pulse.reporter.bottleneck.Finding;
import dev.pulse.reporter.chart.Band;
import dev.pulse.reporter.chart.Bound;
import dev.pulse.reporter.chart.Bound.Severity;
import dev.pulse.reporter.chart.Chart;
import dev.pulse.reporter.chart.DistributionChart;
import dev.pulse.reporter.chart.DistributionChart.Curve;
import dev.pulse.reporter.chart.Heading;
import dev.pulse.reporter.chart.Line;
import dev.pulse.reporter.chart.Line.Look;
import dev.pulse.reporter.chart.TimeChart;
import dev.pulse.reporter.run.PlannedStages;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.run.Selection;
import dev.pulse.reporter.run.SeriesFigures;
import dev.pulse.reporter.run.Timing;
import dev.pulse.reporter.verdict.Criteria;
import dev.pulse.reporter.verdict.Criterion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The charts of one run. */
final class RunCharts {
  private static final int WIDE_POINTS = 300;
  private static final int NARROW_POINTS = 100;
  private static final int MOST_RIBBONS = 3;
  private static final double MICROS_PER_SECOND = 1e6;

  private final RunData data;
  private final Criteria criteria;
  private final int number;
  private final String id;
  private final Buckets wide;
  private final Buckets narrow;

  /**
   * Prepares them.
   *
   * @param number of the run in its report, from 1
   */
  RunCharts(RunData data, boolean complete, Criteria criteria, int number) {
    this.data = data;
    this.criteria = criteria;
    this.number = number;
    this.id = "run" + number;
    this.wide = new Buckets(data, complete, WIDE_POINTS);
    this.narrow = new Buckets(data, complete, NARROW_POINTS);
  }

  List<ReportChart> all() {
    return List.of(
        chart("throughput", throughput(wide), throughput(narrow)),
        chart("response-time", responseTime(wide), responseTime(narrow)),
        chart("errors", errors(wide), errors(narrow)),
        chart("distribution", distribution(), distribution()));
  }

  /** Latency beside the resource of each finding, by rule. */
  Map<String, ReportChart> of(List<Finding> findings) {
    return new FindingCharts(data, criteria, bands(), seconds(), number).of(findings, wide, narrow);
  }

  private ReportChart chart(String name, Chart wideOne, Chart narrowOne) {
    return new ReportChart("charts/" + id + "-" + name + ".svg", wideOne, narrowOne);
  }

  private Heading heading(String name, String title, String description) {
    return new Heading(id + "-" + name, title, description);
  }

  private TimeChart throughput(Buckets buckets) {
    SeriesFigures all = data.figures(Selection.all());
    return new TimeChart(
        heading(
            "throughput",
            "Throughput and virtual users",
            Texts.count(all.executed()) + " requests over the run, with the active VUs."),
        "requests per second",
        List.of(new Line("requests/s", Look.MAIN, buckets.rate())),
        "VUs",
        List.of(new Line("active VUs", Look.LOAD, buckets.vus())),
        List.of(),
        bands(),
        seconds(),
        true);
  }

  private TimeChart responseTime(Buckets buckets) {
    var response = data.figures(Selection.all()).response();
    return new TimeChart(
        heading(
            "response-time",
            "Response time over time",
            "p50, p95 and p99 of response time; over the whole run p99 is "
                + Texts.millis(response.valueAtPercentile(99))
                + " ms."),
        "response time (ms)",
        List.of(
            new Line("p50", Look.LOW, buckets.percentile(50)),
            new Line("p95", Look.MIDDLE, buckets.percentile(95)),
            new Line("p99", Look.HIGH, buckets.percentileWithPeaks(99))),
        "",
        List.of(),
        latencyBounds(),
        bands(),
        seconds(),
        false);
  }

  private TimeChart errors(Buckets buckets) {
    SeriesFigures all = data.figures(Selection.all());
    return new TimeChart(
        heading(
            "errors",
            "Errors over time",
            Texts.count(all.errors()) + " of " + Texts.count(all.executed()) + " requests failed."),
        "errors (% of requests)",
        List.of(new Line("error rate", Look.ERROR, buckets.errors())),
        "",
        List.of(),
        errorBounds(),
        bands(),
        seconds(),
        true);
  }

  private DistributionChart distribution() {
    SeriesFigures all = data.figures(Selection.all());
    return new DistributionChart(
        heading(
            "distribution",
            "Latency by percentile",
            "Response time and service time of all requests, by the share that took at most so"
                + " long."),
        List.of(
            new Curve("response time", Look.HIGH, all.response()),
            new Curve("service time", Look.LOW, all.timing(Timing.SERVICE))),
        latencyBounds());
  }

  private List<Bound> latencyBounds() {
    var band = criteria.p99Micros();
    return bounds(Criterion.P99, band.ideal(), band.acceptance(), band.marginal(), 1e-3);
  }

  private List<Bound> errorBounds() {
    var band = criteria.errorRate();
    return bounds(Criterion.ERROR_RATE, band.ideal(), band.acceptance(), band.marginal(), 100);
  }

  private static List<Bound> bounds(
      Criterion criterion, double ideal, double acceptance, double marginal, double toAxis) {
    var bounds = new ArrayList<Bound>();
    if (ideal < acceptance) {
      bounds.add(bound(criterion, ideal, "ideal ", Severity.IDEAL, toAxis));
    }
    bounds.add(bound(criterion, acceptance, "acceptance ", Severity.ACCEPTANCE, toAxis));
    if (marginal > acceptance) {
      bounds.add(bound(criterion, marginal, "fail ", Severity.FAILURE, toAxis));
    }
    return bounds;
  }

  private static Bound bound(
      Criterion criterion, double value, String word, Severity severity, double toAxis) {
    return new Bound(value * toAxis, word + criterion.text(value), severity);
  }

  private List<Band> bands() {
    var bands = new ArrayList<Band>();
    List<ScenarioPlan> scenarios = data.plan().getScenariosList();
    for (int row = 0; row < Math.min(MOST_RIBBONS, scenarios.size()); row++) {
      for (StagePlan stage : scenarios.get(row).getStagesList()) {
        bands.add(band(stage, row));
      }
    }
    return bands;
  }

  private static Band band(StagePlan stage, int row) {
    double from = stage.getStartMicros() / MICROS_PER_SECOND;
    double to = from + stage.getDurationMicros() / MICROS_PER_SECOND;
    return new Band(from, to, stage.getName(), PlannedStages.isSustained(stage), row);
  }

  /** The axis reaches to the end of the load, or of the data where that is later. */
  private double seconds() {
    return Math.max(wide.endSeconds(), data.elapsedMicros() / MICROS_PER_SECOND);
  }
}
