package dev.pulse.reporter.report;

import dev.pulse.protocol.LatencyHistogram;
import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.TraceId;
import dev.pulse.protocol.v1.CheckPlan;
import dev.pulse.protocol.v1.RequestPlan;
import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.SlowSample;
import dev.pulse.protocol.v1.StagePlan;
import dev.pulse.reporter.run.PlannedStages;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.run.Selection;
import dev.pulse.reporter.run.Series;
import dev.pulse.reporter.run.SeriesFigures;
import dev.pulse.reporter.run.Timing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** What a run measured, as a template sees it. */
final class Results {
  private static final int SLOWEST = 10;

  private final RunData data;

  Results(RunData data) {
    this.data = data;
  }

  Map<String, Object> model() {
    SeriesFigures all = data.figures(Selection.all());
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("total", FigureRow.of("all requests", all, data.elapsedMicros()));
    model.put("scenarioRows", scenarioRows());
    model.put("stageRows", stageRows());
    model.put("requestRows", requestRows());
    model.put("timings", timings(all));
    model.put("errorRows", errorRows(all));
    model.put("statusRows", statusRows(all));
    model.put("checkRows", checkRows());
    model.put("slowest", slowest());
    model.put("bytesIn", Texts.bytes(all.bytesIn()));
    model.put("bytesOut", Texts.bytes(all.bytesOut()));
    model.put("cancelled", all.outcome(Outcome.CANCELLED));
    model.put("notStarted", all.outcome(Outcome.NOT_STARTED));
    return model;
  }

  private List<Map<String, Object>> scenarioRows() {
    return names(data.series().stream().map(Series::scenario).toList()).stream()
        .map(
            name ->
                FigureRow.of(
                    name, data.figures(Selection.all().ofScenario(name)), data.elapsedMicros()))
        .toList();
  }

  private List<Map<String, Object>> requestRows() {
    return names(data.series().stream().map(Series::request).toList()).stream()
        .map(
            name ->
                FigureRow.of(
                    name, data.figures(Selection.all().ofRequest(name)), data.elapsedMicros()))
        .toList();
  }

  private static List<String> names(List<String> all) {
    return List.copyOf(new LinkedHashSet<>(all));
  }

  private List<Map<String, Object>> stageRows() {
    var rows = new ArrayList<Map<String, Object>>();
    for (ScenarioPlan scenario : data.plan().getScenariosList()) {
      for (StagePlan stage : scenario.getStagesList()) {
        rows.add(stageRow(scenario, stage));
      }
    }
    return rows;
  }

  private Map<String, Object> stageRow(ScenarioPlan scenario, StagePlan stage) {
    Selection selection = Selection.all().ofScenario(scenario.getName()).ofStage(stage.getName());
    long passed = Math.max(0, data.elapsedMicros() - stage.getStartMicros());
    long micros =
        stage.getDurationMicros() == 0 ? passed : Math.min(passed, stage.getDurationMicros());
    Map<String, Object> row = FigureRow.of(stage.getName(), data.figures(selection), micros);
    row.put("scenario", scenario.getName());
    row.put("sustained", PlannedStages.isSustained(stage));
    return row;
  }

  private static List<Map<String, Object>> timings(SeriesFigures all) {
    var rows = new ArrayList<Map<String, Object>>();
    rows.add(FigureRow.timing("response time", "end − intended start", all, Timing.RESPONSE));
    rows.add(FigureRow.timing("service time", "end − actual start", all, Timing.SERVICE));
    rows.add(FigureRow.timing("http_req_duration", "wait + receive, as k6", all, Timing.DURATION));
    rows.add(FigureRow.timing("wait", "request sent to first byte", all, Timing.WAIT));
    rows.add(FigureRow.timing("connect", "of new connections", all, Timing.CONNECT));
    rows.add(FigureRow.timing("start lag", "actual − intended start", all, Timing.START_LAG));
    return rows;
  }

  private static List<Map<String, Object>> errorRows(SeriesFigures all) {
    var rows = new ArrayList<Map<String, Object>>();
    for (Outcome outcome : Outcome.values()) {
      if (outcome.isError() && all.outcome(outcome) > 0) {
        rows.add(share("kind", outcome.label(), all.outcome(outcome), all.executed()));
      }
    }
    return rows;
  }

  private static List<Map<String, Object>> statusRows(SeriesFigures all) {
    return all.statuses().stream()
        .map(
            status ->
                share(
                    "status",
                    status.getValue() == 0 ? "no answer" : Integer.toString(status.getValue()),
                    status.getCount(),
                    all.samples()))
        .toList();
  }

  private static Map<String, Object> share(String key, String name, long count, long total) {
    Map<String, Object> row = RunModel.map(key, name, "count", Texts.count(count));
    row.put("share", total == 0 ? Texts.NONE : Texts.percent((double) count / total));
    return row;
  }

  private List<Map<String, Object>> checkRows() {
    var rows = new ArrayList<Map<String, Object>>();
    for (RequestPlan request : data.plan().getRequestsList()) {
      SeriesFigures figures = data.figures(Selection.all().ofRequest(request.getName()));
      for (int check = 0; check < request.getChecksCount(); check++) {
        rows.add(checkRow(request, check, figures));
      }
    }
    return rows;
  }

  private static Map<String, Object> checkRow(
      RequestPlan request, int check, SeriesFigures figures) {
    CheckPlan plan = request.getChecks(check);
    long evaluated = figures.checksEvaluated();
    long failed = figures.checkFailures(check);
    Map<String, Object> row = RunModel.map("request", request.getName(), "name", plan.getName());
    row.put("passed", Texts.count(evaluated - failed));
    row.put("failed", Texts.count(failed));
    row.put(
        "share",
        evaluated == 0 ? Texts.NONE : Texts.percent((double) (evaluated - failed) / evaluated));
    return row;
  }

  private record Slow(String request, SlowSample sample) {}

  private List<Map<String, Object>> slowest() {
    var slow = new ArrayList<Slow>();
    for (String request : names(data.series().stream().map(Series::request).toList())) {
      data.figures(Selection.all().ofRequest(request))
          .slowest()
          .forEach(sample -> slow.add(new Slow(request, sample)));
    }
    Comparator<Slow> slowestFirst =
        Comparator.comparingLong((Slow s) -> s.sample.getResponseMicros()).reversed();
    return slow.stream().sorted(slowestFirst).limit(SLOWEST).map(this::slow).toList();
  }

  private Map<String, Object> slow(Slow slow) {
    SlowSample sample = slow.sample;
    Map<String, Object> row = RunModel.map("request", slow.request, "vu", sample.getVu());
    row.put("response", Texts.millis(sample.getResponseMicros()));
    row.put("responseMicros", sample.getResponseMicros());
    row.put("at", Texts.clock(sample.getIntendedStartMicros()));
    row.put("status", sample.getStatus());
    row.put("outcome", Outcome.ofCode(sample.getOutcome()).label());
    row.put(
        "traceId",
        TraceId.ofRequest(
            data.run(),
            sample.getAgent(),
            sample.getIncarnation(),
            sample.getStream(),
            sample.getVu(),
            sample.getIntendedStartMicros()));
    return row;
  }

  /** Figures of some samples as a row of a table. */
  private static final class FigureRow {
    private static final long P999_SAMPLES = 1_000;

    private static Map<String, Object> of(String name, SeriesFigures figures, long micros) {
      Map<String, Object> row = timing(name, "", figures, Timing.RESPONSE);
      double rate = micros == 0 ? 0 : figures.executed() * 1e6 / micros;
      row.put("requests", Texts.count(figures.executed()));
      row.put("requestCount", figures.executed());
      row.put("rate", Texts.decimal(rate));
      row.put("ratePerSecond", rate);
      row.put("errors", Texts.count(figures.errors()));
      row.put("errorCount", figures.errors());
      row.put("errorShare", figures.errorRate());
      row.put(
          "errorRate", figures.executed() == 0 ? Texts.NONE : Texts.percent(figures.errorRate()));
      return row;
    }

    private static Map<String, Object> timing(
        String name, String meaning, SeriesFigures figures, Timing timing) {
      LatencyHistogram histogram = figures.timing(timing);
      Map<String, Object> row = RunModel.map("name", name, "meaning", meaning);
      percentile(row, "p50", histogram, 50);
      percentile(row, "p90", histogram, 90);
      percentile(row, "p95", histogram, 95);
      percentile(row, "p99", histogram, 99);
      percentile(row, "p999", histogram, 99.9);
      percentile(row, "max", histogram, 100);
      row.put("avg", histogram.count() == 0 ? Texts.NONE : Texts.millis(histogram.meanMicros()));
      row.put("min", histogram.count() == 0 ? Texts.NONE : Texts.millis(histogram.minMicros()));
      if (histogram.count() < P999_SAMPLES) {
        row.put("p999", Texts.NONE);
      }
      return row;
    }

    private static void percentile(
        Map<String, Object> row, String key, LatencyHistogram histogram, double percentile) {
      long micros = histogram.valueAtPercentile(percentile);
      row.put(key, histogram.count() == 0 ? Texts.NONE : Texts.millis(micros));
      row.put(key + "Micros", micros);
    }
  }
}
