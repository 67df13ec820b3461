package dev.pulse.reporter.report;

import dev.pulse.reporter.run.Gap;
import dev.pulse.reporter.run.ResourceEvent;
import dev.pulse.reporter.run.ResourceSeries;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.run.StatementFigures;
import dev.pulse.reporter.run.Utilisation;
import dev.pulse.reporter.verdict.Criteria;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was read of the system under test, as a template sees it. */
final class Resources {
  private static final int EVENTS = 100;
  private static final String STATEMENT = "statement_";

  private final RunData data;
  private final Criteria.Utilisation bounds;
  private final List<ResourceSeries> all;

  Resources(RunData data, Criteria.Utilisation bounds) {
    this.data = data;
    this.bounds = bounds;
    all = data.resources();
  }

  Map<String, Object> model() {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("utilisation", utilisation());
    model.put("resources", rows());
    model.put(
        "statementScopes", StatementFigures.scopes(data).stream().map(Resources::scope).toList());
    model.put("resourceGaps", gaps());
    model.put("resourceEvents", events());
    return model;
  }

  private List<Map<String, Object>> utilisation() {
    var rows = new ArrayList<Map<String, Object>>();
    rows.addAll(utilisation("CPU utilisation", Utilisation.CPU, bounds.cpu()));
    rows.addAll(utilisation("memory utilisation", Utilisation.MEMORY, bounds.memory()));
    return rows;
  }

  private List<Map<String, Object>> utilisation(String name, String series, double bound) {
    var used = Utilisation.of(data, series);
    if (used.isEmpty()) {
      return List.of(row(name, "system under test", Texts.NONE, "", bound, "not measured"));
    }
    return used.stream()
        .map(
            one ->
                row(
                    name,
                    one.scope(),
                    Texts.percent(one.mean()),
                    one.part() + ", at most " + Texts.percent(one.max()),
                    bound,
                    one.mean() < bound ? "within" : "above"))
        .toList();
  }

  private static Map<String, Object> row(
      String name, String scope, String value, String part, double bound, String verdict) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", name);
    row.put("scope", scope);
    row.put("value", value);
    row.put("part", part);
    row.put("bound", Texts.decimal(bound * 100, 0) + " %");
    row.put("verdict", verdict);
    return row;
  }

  private List<Map<String, Object>> rows() {
    return all.stream()
        .filter(series -> !series.series().startsWith(STATEMENT))
        .map(this::row)
        .filter(row -> !row.isEmpty())
        .toList();
  }

  private Map<String, Object> row(ResourceSeries series) {
    Map<String, Object> row = new LinkedHashMap<>();
    var values = series.values(at -> at >= 0 && at <= data.elapsedMicros()).summaryStatistics();
    if (values.getCount() > 0) {
      row.put("source", series.source() + " " + series.label());
      row.put("series", series.series());
      row.put("min", text(series.unit(), values.getMin()));
      row.put("mean", text(series.unit(), values.getAverage()));
      row.put("max", text(series.unit(), values.getMax()));
      row.put("readings", Texts.count(values.getCount()));
    }
    return row;
  }

  private static String text(String unit, double value) {
    return switch (unit) {
      case "ratio" -> Texts.percent(value);
      case "bytes" -> Texts.bytes(Math.round(value));
      case "ms" -> Texts.millis(value * 1_000) + " ms";
      case "1/s" -> Texts.decimal(value, 1) + "/s";
      default -> Texts.decimal(value, 1);
    };
  }

  private static Map<String, Object> scope(StatementFigures.Scope scope) {
    var all = scope.statements();
    var byTotal = StatementFigures.slowest(all, StatementFigures.byTotal());
    var byMean = StatementFigures.slowest(all, StatementFigures.byMean());
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("scope", scope.scope());
    model.put("rows", all.stream().map(one -> statement(one, byTotal, byMean)).toList());
    return model;
  }

  private static Map<String, Object> statement(
      StatementFigures one, List<StatementFigures> byTotal, List<StatementFigures> byMean) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("text", one.text());
    row.put("calls", Texts.count(Math.round(one.calls())));
    row.put("mean", Texts.millis(Math.round(one.meanMillis() * 1_000)));
    row.put("total", Texts.millis(Math.round(one.totalMillis() * 1_000)));
    row.put("rows", Texts.count(Math.round(one.rows())));
    row.put("byTotal", rank(byTotal.indexOf(one)));
    row.put("byMean", rank(byMean.indexOf(one)));
    return row;
  }

  private static String rank(int index) {
    return index < 0 ? Texts.NONE : Integer.toString(index + 1);
  }

  private List<Map<String, Object>> events() {
    return data.resourceEvents().stream().limit(EVENTS).map(Resources::event).toList();
  }

  private static Map<String, Object> event(ResourceEvent event) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("at", Texts.clock(Math.max(0, event.atMicros())));
    row.put("source", event.source());
    row.put("kind", event.kind().replace('_', ' '));
    row.put("part", event.label());
    row.put("text", event.text());
    return row;
  }

  private List<Map<String, Object>> gaps() {
    var gaps = new ArrayList<>(data.resourceGaps().stream().map(Resources::gap).toList());
    if (data.hasTooManyResources()) {
      gaps.add(gap(new Gap("all sources", 1, "more series than are kept; name fewer")));
    }
    if (data.hasTooManyResourceEvents() || data.resourceEvents().size() > EVENTS) {
      gaps.add(gap(new Gap("all sources", 1, "more events than the first " + EVENTS)));
    }
    return gaps;
  }

  private static Map<String, Object> gap(Gap gap) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("source", gap.source());
    row.put("readings", Texts.count(gap.readings()));
    row.put("why", gap.why());
    row.put("filled", gap.filled() == 0 ? "" : Texts.count(gap.filled()));
    return row;
  }
}
