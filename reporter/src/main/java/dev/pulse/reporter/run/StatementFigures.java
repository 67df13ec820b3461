package dev.pulse.reporter.run;

import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.StagePlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a statement of the database came to over a part of a run. Its readings are sums since the
 * run began, so a part has the difference between those at its edges; between two readings the sum
 * is taken to have grown evenly. A statement is read only once it is among those with most time, so
 * before its first reading it counts as 0.
 *
 * @param text normalised by the database
 * @param calls that ended
 * @param totalMillis time in all of them
 * @param rows given back or changed
 */
public record StatementFigures(String text, double calls, double totalMillis, double rows) {
  private static final String PREFIX = "statement_";
  private static final String TOTAL = PREFIX + "total_ms";
  private static final String CALLS = PREFIX + "calls";
  private static final String ROWS = PREFIX + "rows";

  /** By time in all, and by time a call, so many are told. */
  public static final int MOST = 10;

  /**
   * The ten of a scope with most time in all and the ten with most time a call, by time in all.
   *
   * @param scope {@code whole run}, or scenario and stage
   */
  public record Scope(String scope, List<StatementFigures> statements) {
    /** Copies the list. */
    public Scope {
      statements = List.copyOf(statements);
    }
  }

  /** Whether it was called; between two readings calls are a share of what came in that time. */
  public boolean isCalled() {
    return calls >= 0.5;
  }

  /** Time a call. */
  public double meanMillis() {
    return calls > 0 ? totalMillis / calls : 0;
  }

  /** The whole run, then each sustained stage; those without a statement left out. */
  public static List<Scope> scopes(RunData data) {
    var scopes = new ArrayList<Scope>();
    add(scopes, "whole run", over(data, 0, Long.MAX_VALUE));
    for (ScenarioPlan scenario : data.plan().getScenariosList()) {
      for (StagePlan stage : scenario.getStagesList()) {
        if (PlannedStages.isSustained(stage)) {
          long from = stage.getStartMicros();
          String scope = scenario.getName() + " / " + stage.getName();
          add(scopes, scope, over(data, from, from + stage.getDurationMicros()));
        }
      }
    }
    return scopes;
  }

  private static void add(List<Scope> scopes, String scope, List<StatementFigures> read) {
    List<StatementFigures> all = read.stream().filter(StatementFigures::isCalled).toList();
    Set<StatementFigures> most = new HashSet<>();
    slowest(all, byMean()).forEach(most::add);
    slowest(all, byTotal()).forEach(most::add);
    if (!most.isEmpty()) {
      scopes.add(new Scope(scope, most.stream().sorted(byTotal()).toList()));
    }
  }

  /** The first ten in an order. */
  public static List<StatementFigures> slowest(
      List<StatementFigures> all, Comparator<StatementFigures> order) {
    return all.stream().sorted(order).limit(MOST).toList();
  }

  /** Most time a call first. */
  public static Comparator<StatementFigures> byMean() {
    return Comparator.comparingDouble(StatementFigures::meanMillis)
        .reversed()
        .thenComparing(StatementFigures::text);
  }

  /** Most time in all first. */
  public static Comparator<StatementFigures> byTotal() {
    return Comparator.comparingDouble(StatementFigures::totalMillis)
        .reversed()
        .thenComparing(StatementFigures::text);
  }

  /**
   * All statements over a part of a run, in no order that means anything; also those that were not
   * called in it.
   *
   * @param fromMicros on the clock of the run; 0: since it began
   * @param toMicros likewise; beyond the last reading that one counts
   */
  public static List<StatementFigures> over(RunData data, long fromMicros, long toMicros) {
    Map<String, Map<String, ResourceSeries>> byText = new HashMap<>();
    for (ResourceSeries series : data.resources()) {
      if (isOfStatements(series)) {
        byText
            .computeIfAbsent(series.label(), text -> new HashMap<>())
            .put(series.series(), series);
      }
    }
    var figures = new ArrayList<StatementFigures>();
    for (String text : new TreeSet<>(byText.keySet())) {
      var series = byText.getOrDefault(text, Map.of());
      figures.add(
          new StatementFigures(
              text,
              growth(series.get(CALLS), fromMicros, toMicros),
              growth(series.get(TOTAL), fromMicros, toMicros),
              growth(series.get(ROWS), fromMicros, toMicros)));
    }
    return figures;
  }

  /** Of several stretches of time together, each statement once. */
  public static List<StatementFigures> sum(List<List<StatementFigures>> parts) {
    Map<String, StatementFigures> sums = new TreeMap<>();
    parts.stream()
        .flatMap(List::stream)
        .forEach(one -> sums.merge(one.text(), one, StatementFigures::plus));
    return List.copyOf(sums.values());
  }

  private StatementFigures plus(StatementFigures other) {
    return new StatementFigures(
        text, calls + other.calls, totalMillis + other.totalMillis, rows + other.rows);
  }

  /** Whether a series tells of a statement. */
  public static boolean isOfStatements(ResourceSeries series) {
    return series.series().startsWith(PREFIX);
  }

  private static double growth(@Nullable ResourceSeries series, long fromMicros, long toMicros) {
    if (series == null) {
      return 0;
    }
    double from = fromMicros <= 0 ? 0 : sum(series, fromMicros);
    return sum(series, toMicros) - from + forgotten(series, fromMicros, toMicros);
  }

  /**
   * What the sums had come to each time they fell to 0: the collector was started again, or another
   * run began.
   */
  private static double forgotten(ResourceSeries series, long fromMicros, long toMicros) {
    List<ResourceSeries.Point> points = series.points();
    double forgotten = 0;
    int last = series.until(toMicros);
    for (int i = Math.max(1, series.until(fromMicros) + 1); i <= last; i++) {
      double before = points.get(i - 1).value();
      forgotten += points.get(i).value() < before ? before : 0;
    }
    return forgotten;
  }

  private static double sum(ResourceSeries series, long atMicros) {
    List<ResourceSeries.Point> points = series.points();
    int before = series.until(atMicros);
    if (before < 0) {
      return 0;
    }
    return before == points.size() - 1
        ? points.get(before).value()
        : between(points.get(before), points.get(before + 1), atMicros);
  }

  private static double between(
      ResourceSeries.Point before, ResourceSeries.Point after, long atMicros) {
    if (after.value() < before.value()) {
      return before.value();
    }
    double part = (double) (atMicros - before.atMicros()) / (after.atMicros() - before.atMicros());
    return before.value() + part * (after.value() - before.value());
  }
}
