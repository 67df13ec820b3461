package dev.pulse.reporter.chart;

import dev.pulse.protocol.LatencyHistogram;
import dev.pulse.reporter.chart.Bound.Severity;
import dev.pulse.reporter.chart.DistributionChart.Curve;
import dev.pulse.reporter.chart.Line.Look;
import dev.pulse.reporter.chart.Line.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Charts like those of a report, from numbers that are the same each time. */
final class ChartFixtures {
  static final List<Band> BASELINE =
      List.of(
          new Band(0, 120, "1 ramp 0→100", false, 0),
          new Band(120, 480, "2 hold 100", true, 0),
          new Band(480, 600, "3 ramp 100→0", false, 0));
  static final List<Bound> LATENCY_BOUNDS =
      List.of(
          new Bound(200, "ideal 200 ms", Severity.IDEAL),
          new Bound(500, "acceptance 500 ms", Severity.ACCEPTANCE),
          new Bound(700, "fail 700 ms", Severity.FAILURE));

  private ChartFixtures() {}

  static TimeChart latency(double scaleMillis) {
    var random = new Random(7);
    var low = new ArrayList<Point>();
    var middle = new ArrayList<Point>();
    var high = new ArrayList<Point>();
    for (int second = 0; second < 600; second += 2) {
      double p50 = scaleMillis * (1 + 0.2 * random.nextDouble());
      double p99 = p50 * (3 + 3 * random.nextDouble());
      boolean gap = second > 300 && second < 330;
      low.add(Point.of(second, gap ? Double.NaN : p50));
      middle.add(Point.of(second, gap ? Double.NaN : p50 * 2.2));
      high.add(new Point(second, gap ? Double.NaN : p99, p99 * 1.5));
    }
    return new TimeChart(
        new Heading("latency", "Response time", "Median, p95 and p99 over the run."),
        "response time (ms)",
        List.of(
            new Line("p50", Look.LOW, low),
            new Line("p95", Look.MIDDLE, middle),
            new Line("p99", Look.HIGH, high)),
        "",
        List.of(),
        LATENCY_BOUNDS,
        BASELINE,
        600,
        false);
  }

  static TimeChart throughput() {
    var random = new Random(3);
    var rate = new ArrayList<Point>();
    var vus = new ArrayList<Point>();
    for (int second = 0; second <= 600; second += 2) {
      int users =
          second < 120 ? second * 100 / 120 : second < 480 ? 100 : (600 - second) * 100 / 120;
      vus.add(Point.of(second, users));
      rate.add(Point.of(second, users * (0.9 + 0.2 * random.nextDouble())));
    }
    return new TimeChart(
        new Heading("throughput", "Throughput and load", "Requests per second with the VUs."),
        "requests per second",
        List.of(new Line("requests/s", Look.MAIN, rate)),
        "VUs",
        List.of(new Line("VUs", Look.LOAD, vus)),
        List.of(),
        BASELINE,
        600,
        true);
  }

  static TimeChart errors(double share) {
    var points = new ArrayList<Point>();
    for (int second = 0; second < 600; second += 2) {
      points.add(Point.of(second, second > 400 && second < 420 ? share : 0));
    }
    return new TimeChart(
        new Heading("errors", "Errors", "Share of requests that failed."),
        "errors (% of requests)",
        List.of(new Line("error rate", Look.ERROR, points)),
        "",
        List.of(),
        List.of(
            new Bound(1, "acceptance 1 %", Severity.ACCEPTANCE),
            new Bound(2, "fail 2 %", Severity.FAILURE)),
        BASELINE,
        600,
        true);
  }

  static DistributionChart distribution() {
    var random = new Random(5);
    long[] response = new long[60_000];
    long[] service = new long[60_000];
    for (int i = 0; i < response.length; i++) {
      service[i] = (long) (20_000 * Math.exp(0.6 * random.nextGaussian()));
      response[i] = service[i] + (i % 200 == 0 ? random.nextInt(900_000) : 0);
    }
    return new DistributionChart(
        new Heading("distribution", "Distribution of latency", "By percentile."),
        List.of(
            new Curve("response time", Look.HIGH, LatencyHistogram.of(response)),
            new Curve("service time", Look.LOW, LatencyHistogram.of(service))),
        LATENCY_BOUNDS);
  }

  static TimeChart empty() {
    return new TimeChart(
        new Heading("empty", "Nothing", "No data."),
        "ms",
        List.of(new Line("p99", Look.HIGH, List.of())),
        "",
        List.of(),
        List.of(),
        List.of(),
        0,
        false);
  }

  static TimeChart single() {
    return new TimeChart(
        new Heading("single", "One point", "One."),
        "ms",
        List.of(new Line("p99", Look.HIGH, List.of(Point.of(0, 12)))),
        "",
        List.of(),
        List.of(),
        List.of(),
        1,
        false);
  }

  static List<Chart> all() {
    return List.of(
        throughput(),
        latency(10),
        latency(120),
        errors(3.5),
        errors(0),
        distribution(),
        empty(),
        single());
  }
}
