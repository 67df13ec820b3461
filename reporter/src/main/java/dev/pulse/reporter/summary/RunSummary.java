package dev.pulse.reporter.summary;

import dev.pulse.protocol.ThresholdExpression;
import dev.pulse.protocol.v1.CheckPlan;
import dev.pulse.protocol.v1.Manifest;
import dev.pulse.protocol.v1.RequestPlan;
import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.run.RunMetrics;
import dev.pulse.reporter.run.Selection;
import dev.pulse.reporter.verdict.Judgement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the end of a run is told with.
 *
 * @param run run id
 * @param title of the plan
 * @param target origin of the requests
 * @param judgement verdict, thresholds, accounting
 * @param total metrics and checks of the whole run
 * @param scenarios the same by scenario, in the order of the plan
 */
public record RunSummary(
    String run,
    String title,
    String target,
    Judgement judgement,
    Section total,
    Map<String, Section> scenarios) {

  /**
   * Metrics and checks of one part of a run. The groups are k6's.
   *
   * @param checks in the order of the plan
   * @param checkRate all of them together
   * @param checksPerSecond evaluations per second of the load
   * @param groups metrics by group: CUSTOM, HTTP, EXECUTION, NETWORK
   */
  public record Section(
      List<CheckLine> checks,
      RunMetrics.Share checkRate,
      double checksPerSecond,
      Map<String, List<Metric>> groups) {}

  private static final double MICROS_PER_SECOND = 1e6;

  /**
   * Collects the summary of a run.
   *
   * @param judgement of the same data
   */
  public static RunSummary of(RunData data, Judgement judgement) {
    var collector = new Collector(data);
    var scenarios = new LinkedHashMap<String, Section>();
    for (ScenarioPlan scenario : data.plan().getScenariosList()) {
      scenarios.put(
          scenario.getName(),
          collector.section(Selection.all().ofScenario(scenario.getName()), false));
    }
    return new RunSummary(
        data.run(),
        data.plan().getTitle(),
        data.plan().getTarget(),
        judgement,
        collector.section(Selection.all(), true),
        scenarios);
  }

  /** Reads sections off a run. */
  private static final class Collector {
    private final RunData data;
    private final RunMetrics metrics;

    Collector(RunData data) {
      this.data = data;
      this.metrics = new RunMetrics(data);
    }

    Section section(Selection selection, boolean isWhole) {
      var checks = metrics.rate("checks", selection);
      double seconds = data.elapsedMicros() / MICROS_PER_SECOND;
      var groups = new LinkedHashMap<String, List<Metric>>();
      groups.put("CUSTOM", custom(selection));
      groups.put("HTTP", http(selection));
      groups.put("EXECUTION", isWhole ? execution() : List.of());
      groups.put(
          "NETWORK", List.of(data("data_received", selection), data("data_sent", selection)));
      groups.values().removeIf(List::isEmpty);
      return new Section(
          checks(selection), checks, seconds == 0 ? 0 : checks.total() / seconds, groups);
    }

    private List<CheckLine> checks(Selection selection) {
      var lines = new ArrayList<CheckLine>();
      for (RequestPlan request : data.plan().getRequestsList()) {
        for (CheckPlan check : request.getChecksList()) {
          var share =
              metrics.checks(selection.ofRequest(request.getName()), Optional.of(check.getName()));
          if (share.total() > 0) {
            lines.add(new CheckLine(check.getName(), share.hits(), share.total() - share.hits()));
          }
        }
      }
      return lines;
    }

    private List<Metric> custom(Selection selection) {
      var custom = new ArrayList<Metric>();
      custom.add(new Metric.Rate("errors", metrics.rate("errors", selection)));
      for (RequestPlan request : data.plan().getRequestsList()) {
        String name = request.getName() + ThresholdExpression.LATENCY_SUFFIX;
        var latency = metrics.trend(name, selection);
        if (latency.count() > 0) {
          custom.add(new Metric.Trend(name, latency));
        }
      }
      custom.add(trend("response_time", selection));
      return custom;
    }

    private List<Metric> http(Selection selection) {
      return List.of(
          trend("http_req_connecting", selection),
          trend("http_req_duration", selection),
          new Metric.Rate("http_req_failed", metrics.rate("http_req_failed", selection)),
          trend("http_req_receiving", selection),
          trend("http_req_tls_handshaking", selection),
          trend("http_req_waiting", selection),
          counter("http_reqs", selection, false));
    }

    private List<Metric> execution() {
      var execution = new ArrayList<Metric>();
      if (metrics.counter("dropped_iterations", Selection.all()) > 0) {
        execution.add(counter("dropped_iterations", Selection.all(), false));
      }
      execution.add(trend("iteration_duration", Selection.all()));
      execution.add(counter("iterations", Selection.all(), false));
      execution.add(vus());
      long most = data.manifests().stream().mapToLong(Manifest::getVusMax).sum();
      execution.add(new Metric.Gauge("vus_max", most, most, most));
      return execution;
    }

    private Metric vus() {
      var levels =
          data.timeline(Selection.all()).stream()
              .mapToLong(point -> point.vus())
              .filter(vus -> vus >= 0)
              .toArray();
      long last = levels.length == 0 ? 0 : levels[levels.length - 1];
      long least = Arrays.stream(levels).min().orElse(0);
      long most = Arrays.stream(levels).max().orElse(0);
      return new Metric.Gauge("vus", last, least, most);
    }

    private Metric trend(String name, Selection selection) {
      return new Metric.Trend(name, metrics.trend(name, selection));
    }

    private Metric data(String name, Selection selection) {
      return counter(name, selection, true);
    }

    private Metric counter(String name, Selection selection, boolean isData) {
      return new Metric.Counter(
          name, metrics.counter(name, selection), metrics.perSecond(name, selection), isData);
    }
  }
}
