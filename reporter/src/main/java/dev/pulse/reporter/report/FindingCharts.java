package dev.pulse.reporter.report;

import dev.pulse.reporter.bottleneck.Finding;
import dev.pulse.reporter.chart.Band;
import dev.pulse.reporter.chart.Bound;
import dev.pulse.reporter.chart.Bound.Severity;
import dev.pulse.reporter.chart.Heading;
import dev.pulse.reporter.chart.Line;
import dev.pulse.reporter.chart.Line.Look;
import dev.pulse.reporter.chart.Line.Point;
import dev.pulse.reporter.chart.Mark;
import dev.pulse.reporter.chart.PairChart;
import dev.pulse.reporter.run.ResourceSeries;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.run.Utilisation;
import dev.pulse.reporter.verdict.Criteria;
import dev.pulse.reporter.verdict.Criterion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** For each finding that a resource belongs to, latency above that resource on one time axis. */
final class FindingCharts {
  private static final int MOST_MARKS = 12;
  private static final int MOST_READINGS = 300;
  private static final double MICROS_PER_SECOND = 1e6;

  private final RunData data;
  private final Criteria criteria;
  private final String id;
  private final List<Band> bands;
  private final double seconds;

  /**
   * Prepares them.
   *
   * @param bands stages
   * @param seconds length of the run
   * @param number of the run in its report, from 1
   */
  FindingCharts(RunData data, Criteria criteria, List<Band> bands, double seconds, int number) {
    this.data = data;
    this.criteria = criteria;
    this.id = "run" + number;
    this.bands = bands;
    this.seconds = seconds;
  }

  /** By rule; a finding without a series has none. */
  Map<String, ReportChart> of(List<Finding> findings, Buckets wide, Buckets narrow) {
    Map<String, ReportChart> charts = new LinkedHashMap<>();
    for (Finding finding : findings) {
      finding
          .key()
          .ifPresent(
              series ->
                  charts.put(
                      finding.rule(),
                      new ReportChart(
                          "charts/" + id + "-" + finding.rule() + ".svg",
                          chart(finding, series, wide),
                          chart(finding, series, narrow))));
    }
    return charts;
  }

  private PairChart chart(Finding finding, ResourceSeries series, Buckets buckets) {
    String name = series.series() + ", " + series.source() + " " + series.label();
    return new PairChart(
        new Heading(
            id + "-" + finding.rule(),
            finding.title() + ": response time and " + series.series(),
            "p99 of response time above, "
                + name
                + " below, on one time axis; the time of the finding is shaded."),
        new Line("p99 of response time (ms)", Look.HIGH, buckets.percentile(99)),
        new Line(name + unit(series), Look.MAIN, readings(series)),
        List.of(
            new Bound(
                criteria.p99Micros().acceptance() / 1e3,
                "acceptance " + Criterion.P99.text(criteria.p99Micros().acceptance()),
                Severity.ACCEPTANCE)),
        bounds(series),
        finding.spans().stream().map(s -> band(s.fromMicros(), s.toMicros())).toList(),
        marks(),
        bands,
        seconds);
  }

  private static Band band(long fromMicros, long toMicros) {
    return new Band(fromMicros / MICROS_PER_SECOND, toMicros / MICROS_PER_SECOND, "", false, 0);
  }

  private static String unit(ResourceSeries series) {
    return switch (series.unit()) {
      case "ratio" -> " (%)";
      case "bytes" -> " (MB)";
      case "ms" -> " (ms)";
      case "1/s" -> " (a second)";
      default -> "";
    };
  }

  private static double scale(ResourceSeries series) {
    return switch (series.unit()) {
      case "ratio" -> 100;
      case "bytes" -> 1e-6;
      default -> 1;
    };
  }

  /** Readings of the run, neighbours as their mean where there are more than there is room for. */
  private List<Point> readings(ResourceSeries series) {
    List<ResourceSeries.Point> all =
        series.points().stream()
            .filter(point -> point.atMicros() >= 0)
            .filter(point -> point.atMicros() <= seconds * MICROS_PER_SECOND)
            .toList();
    int size = (all.size() + MOST_READINGS - 1) / MOST_READINGS;
    var points = new ArrayList<Point>();
    for (int from = 0; from < all.size(); from += Math.max(1, size)) {
      var some = all.subList(from, Math.min(all.size(), from + Math.max(1, size)));
      double mean = some.stream().mapToDouble(ResourceSeries.Point::value).average().orElse(0);
      double most = some.stream().mapToDouble(ResourceSeries.Point::value).max().orElse(0);
      double at = some.get(some.size() / 2).atMicros() / MICROS_PER_SECOND;
      points.add(new Point(at, mean * scale(series), most * scale(series)));
    }
    return points;
  }

  private List<Bound> bounds(ResourceSeries series) {
    return switch (series.series()) {
      case Utilisation.CPU -> List.of(bound(criteria.utilisation().cpu()));
      case Utilisation.MEMORY -> List.of(bound(criteria.utilisation().memory()));
      default -> List.of();
    };
  }

  private static Bound bound(double share) {
    return new Bound(share * 100, "bound " + Texts.decimal(share * 100, 0) + " %", Severity.IDEAL);
  }

  private List<Mark> marks() {
    return data.resourceEvents().stream()
        .filter(event -> event.atMicros() >= 0)
        .filter(event -> event.atMicros() <= seconds * MICROS_PER_SECOND)
        .limit(MOST_MARKS)
        .map(event -> new Mark(event.atMicros() / MICROS_PER_SECOND, event.kind()))
        .toList();
  }
}
