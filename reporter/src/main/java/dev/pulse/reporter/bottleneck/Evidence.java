package dev.pulse.reporter.bottleneck;

import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.StagePlan;
import dev.pulse.reporter.run.PlannedStages;
import dev.pulse.reporter.run.ResourceSeries;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.run.Selection;
import dev.pulse.reporter.run.Series;
import dev.pulse.reporter.run.SeriesFigures;
import dev.pulse.reporter.run.TimelinePoint;
import dev.pulse.reporter.run.Utilisation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** The figures of a run as the rules ask for them. */
final class Evidence {
  private static final long SECOND_MICROS = 1_000_000;

  /** Readings are at most so far apart. */
  private static final long LONGEST_PAUSE_MICROS = 10 * SECOND_MICROS;

  private final RunData data;
  private final Limits limits;
  private final List<TimelinePoint> timeline;
  private final SeriesFigures all;

  Evidence(RunData data, Limits limits) {
    this.data = data;
    this.limits = limits;
    this.timeline = data.timeline(Selection.all());
    this.all = data.figures(Selection.all());
  }

  Limits limits() {
    return limits;
  }

  /** Figures of the whole run. */
  SeriesFigures all() {
    return all;
  }

  List<TimelinePoint> timeline() {
    return timeline;
  }

  /** Whether it was measured of the system under test. */
  boolean has(Resource resource) {
    return !Utilisation.measured(data, resource.series()).isEmpty();
  }

  /** How much of it the most used part used on average meanwhile; empty where nothing tells. */
  OptionalDouble used(Resource resource, List<Span> spans) {
    return Utilisation.measured(data, resource.series()).stream()
        .map(series -> series.mean(at -> isIn(spans, at)))
        .flatMapToDouble(OptionalDouble::stream)
        .max();
  }

  /** When a reading of it was above a bound; each counts for a second. */
  List<Span> above(Resource resource, double bound) {
    return Utilisation.measured(data, resource.series()).stream()
        .map(
            series ->
                series.points().stream()
                    .filter(point -> point.atMicros() >= 0 && point.value() > bound)
                    .map(point -> new Span(point.atMicros(), point.atMicros() + SECOND_MICROS))
                    .toList())
        .max(Comparator.comparingInt(List::size))
        .map(spans -> Span.joined(spans, LONGEST_PAUSE_MICROS))
        .orElse(List.of());
  }

  /** Newest readings of a series of PostgreSQL's statements, largest first. */
  List<Statement> statements() {
    Map<String, Double> calls = newest("statement_calls");
    return newest("statement_total_ms").entrySet().stream()
        .map(
            total ->
                new Statement(
                    total.getKey(),
                    Math.round(calls.getOrDefault(total.getKey(), 0.0)),
                    total.getValue()))
        .sorted(Comparator.comparingDouble(Statement::totalMillis).reversed())
        .toList();
  }

  /** How many connections of the database were busy with statements on average. */
  double busyConnections() {
    double millis = statements().stream().mapToDouble(Statement::totalMillis).sum();
    return data.elapsedMicros() == 0 ? 0 : millis * 1_000 / data.elapsedMicros();
  }

  /** How many connections the database had on average; empty where that was not measured. */
  OptionalDouble connections() {
    return data.resources().stream()
        .filter(one -> one.series().equals("connections"))
        .map(one -> one.mean(at -> at >= 0 && at <= data.elapsedMicros()))
        .flatMapToDouble(OptionalDouble::stream)
        .max();
  }

  private Map<String, Double> newest(String series) {
    Map<String, Double> newest = new HashMap<>();
    for (ResourceSeries one : data.resources()) {
      if (one.series().equals(series)) {
        one.last().ifPresent(value -> newest.put(one.label(), value));
      }
    }
    return newest;
  }

  /**
   * What a statement of the database came to over the run.
   *
   * @param totalMillis time in it, all calls together
   */
  record Statement(String text, long calls, double totalMillis) {}

  private static boolean isIn(List<Span> spans, long micros) {
    return spans.stream()
        .anyMatch(span -> micros >= span.fromMicros() && micros <= span.toMicros() + SECOND_MICROS);
  }

  /** Names of the requests, in the order of the plan. */
  List<String> requests() {
    var names = new LinkedHashSet<String>();
    for (Series series : data.series()) {
      names.add(series.request());
    }
    return List.copyOf(names);
  }

  SeriesFigures ofRequest(String request) {
    return data.figures(Selection.all().ofRequest(request));
  }

  /** Figures from one point of the timeline to another, both included. */
  SeriesFigures between(TimelinePoint first, TimelinePoint last) {
    long end = last.interval() + data.intervalsPerPoint() - 1;
    return data.figures(Selection.all().between(first.interval(), end));
  }

  /** Times during which the load was held, in the order of the plan. */
  List<Span> holds() {
    var holds = new ArrayList<Span>();
    for (ScenarioPlan scenario : data.plan().getScenariosList()) {
      for (StagePlan stage : scenario.getStagesList()) {
        if (PlannedStages.isSustained(stage)) {
          long start = stage.getStartMicros();
          holds.add(new Span(start, start + stage.getDurationMicros()));
        }
      }
    }
    return holds;
  }

  /** Points that lie wholly in a span. */
  List<TimelinePoint> within(Span span) {
    return timeline.stream()
        .filter(p -> p.startMicros() >= span.fromMicros())
        .filter(p -> p.startMicros() + p.lengthMicros() <= span.toMicros())
        .toList();
  }

  /** When a condition held, stretches at most two seconds apart taken as one. */
  List<Span> when(Predicate<TimelinePoint> condition) {
    List<Span> spans =
        timeline.stream()
            .filter(condition)
            .map(p -> new Span(p.startMicros(), p.startMicros() + p.lengthMicros()))
            .toList();
    return Span.joined(spans, 2 * SECOND_MICROS);
  }

  /** All of the time in which samples ended. */
  List<Span> whole() {
    if (timeline.isEmpty()) {
      return List.of();
    }
    TimelinePoint last = timeline.get(timeline.size() - 1);
    return List.of(
        new Span(timeline.get(0).startMicros(), last.startMicros() + last.lengthMicros()));
  }
}
