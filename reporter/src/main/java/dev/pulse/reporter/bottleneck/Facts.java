package dev.pulse.reporter.bottleneck;

import dev.pulse.protocol.v1.Heartbeat;
import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.StagePlan;
import dev.pulse.reporter.run.PlannedStages;
import dev.pulse.reporter.run.ResourceSeries;
import dev.pulse.reporter.run.ResponseInterval;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.run.Selection;
import dev.pulse.reporter.run.Series;
import dev.pulse.reporter.run.SeriesFigures;
import dev.pulse.reporter.run.StatementFigures;
import dev.pulse.reporter.run.TimelinePoint;
import dev.pulse.reporter.verdict.Criteria;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run as rules ask for it: its moments, which are the intervals in which samples ended, and what
 * was read of the system under test brought onto them.
 */
final class Facts {
  private static final long SECOND_MICROS = 1_000_000;

  private final RunData data;
  private final Criteria criteria;
  private final List<TimelinePoint> timeline;
  private final List<Span> moments;
  private final double mostVus;
  private final boolean isOpen;
  private final Map<Selection, Map<Long, TimelinePoint>> points = new HashMap<>();
  private final Map<Selection, Map<Long, ResponseInterval>> responses = new HashMap<>();
  private final Map<String, double[]> readings = new HashMap<>();
  private final Map<Long, List<Heartbeat>> beats = new HashMap<>();
  private final Map<List<Span>, List<StatementFigures>> statements = new HashMap<>();

  Facts(RunData data, Criteria criteria) {
    this.data = data;
    this.criteria = criteria;
    this.timeline = data.timeline(Selection.all());
    this.moments =
        timeline.stream()
            .map(p -> new Span(p.startMicros(), p.startMicros() + p.lengthMicros()))
            .toList();
    this.mostVus = timeline.stream().mapToDouble(TimelinePoint::vus).max().orElse(0);
    this.isOpen = data.plan().getScenariosList().stream().anyMatch(PlannedStages::isOpen);
    for (Heartbeat beat : data.heartbeats()) {
      beats.computeIfAbsent(beat.getAtMicros() / SECOND_MICROS, key -> new ArrayList<>()).add(beat);
    }
  }

  RunData data() {
    return data;
  }

  Criteria criteria() {
    return criteria;
  }

  /** Statements of the database over stretches of time, all together, most time first. */
  List<StatementFigures> statements(List<Span> spans) {
    return statements.computeIfAbsent(
        spans,
        all ->
            StatementFigures.sum(
                    all.stream()
                        .map(s -> StatementFigures.over(data, s.fromMicros(), s.toMicros()))
                        .toList())
                .stream()
                .filter(StatementFigures::isCalled)
                .sorted(StatementFigures.byTotal())
                .toList());
  }

  boolean hasStatements() {
    return data.resources().stream().anyMatch(StatementFigures::isOfStatements);
  }

  boolean hasHeartbeats() {
    return !beats.isEmpty();
  }

  /** One for each interval, or row of merged ones, in which samples ended. */
  List<Span> moments() {
    return moments;
  }

  List<TimelinePoint> timeline() {
    return timeline;
  }

  /** Most VUs that were active at once. */
  double mostVus() {
    return mostVus;
  }

  /** The whole run. */
  Scope whole() {
    return new Scope("whole run", Selection.all(), "", 0, Long.MAX_VALUE);
  }

  /** Each sustained stage. */
  List<Scope> stages() {
    var scopes = new ArrayList<Scope>();
    for (ScenarioPlan scenario : data.plan().getScenariosList()) {
      for (StagePlan stage : scenario.getStagesList()) {
        if (PlannedStages.isSustained(stage)) {
          long start = stage.getStartMicros();
          scopes.add(
              new Scope(
                  scenario.getName() + " / " + stage.getName(),
                  Selection.all().ofScenario(scenario.getName()).ofStage(stage.getName()),
                  "",
                  start,
                  start + stage.getDurationMicros()));
        }
      }
    }
    return scopes;
  }

  /** Each request by itself, in the order of the plan. */
  List<Scope> requests() {
    return requestNames().stream()
        .map(name -> new Scope(name, Selection.all().ofRequest(name), name, 0, Long.MAX_VALUE))
        .toList();
  }

  List<String> requestNames() {
    var names = new LinkedHashSet<String>();
    for (Series series : data.series()) {
      names.add(series.request());
    }
    return List.copyOf(names);
  }

  SeriesFigures figures(Scope scope) {
    return data.figures(scope.selection());
  }

  /** How long a scope had load on it, microseconds. */
  long lengthMicros(Scope scope) {
    return lengthMicros(List.of(new Span(scope.fromMicros(), scope.toMicros())));
  }

  /** The figures of a scope's own samples at a moment; null where none ended. */
  @Nullable TimelinePoint point(Scope scope, int moment) {
    return points
        .computeIfAbsent(scope.selection(), this::byInterval)
        .get(timeline.get(moment).interval());
  }

  private Map<Long, TimelinePoint> byInterval(Selection selection) {
    var byInterval = new HashMap<Long, TimelinePoint>();
    data.timeline(selection).forEach(point -> byInterval.put(point.interval(), point));
    return byInterval;
  }

  /** What a scope's own samples of a moment add to its figures; null where none ended. */
  @Nullable ResponseInterval response(Scope scope, int moment) {
    return responses
        .computeIfAbsent(scope.selection(), this::responsesByInterval)
        .get(timeline.get(moment).interval());
  }

  private Map<Long, ResponseInterval> responsesByInterval(Selection selection) {
    var byInterval = new HashMap<Long, ResponseInterval>();
    data.responses(selection).forEach(part -> byInterval.put(part.interval(), part));
    return byInterval;
  }

  /** A percentile of a scope's own samples of a moment; empty where none ended. */
  OptionalDouble percentile(Scope scope, int moment, double percentile) {
    ResponseInterval response = response(scope, moment);
    return response == null || response.executed() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) response.response().valueAtPercentile(percentile));
  }

  /** Moments that lie wholly in a scope. */
  List<TimelinePoint> within(Scope scope) {
    return timeline.stream()
        .filter(p -> p.startMicros() >= scope.fromMicros())
        .filter(p -> p.startMicros() + p.lengthMicros() <= scope.toMicros())
        .toList();
  }

  /** Figures of a scope from one point of the timeline to another, both included. */
  SeriesFigures between(Scope scope, TimelinePoint first, TimelinePoint last) {
    long end = last.interval() + data.intervalsPerPoint() - 1;
    return data.figures(scope.selection().between(first.interval(), end));
  }

  /** The worst of the parts of a measure at a moment; empty where none was read. */
  OptionalDouble reading(String name, Measure.Parts parts, boolean isLowWorse, int moment) {
    double value = readings.computeIfAbsent(name, n -> worst(parts.of(this), isLowWorse))[moment];
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private double[] worst(List<ResourceSeries> parts, boolean isLowWorse) {
    double[] worst = Aligned.nothing(moments.size());
    for (ResourceSeries part : parts) {
      double[] values = Aligned.to(moments, part);
      for (int i = 0; i < worst.length; i++) {
        boolean isWorse = isLowWorse ? values[i] < worst[i] : values[i] > worst[i];
        if (isWorse || Double.isNaN(worst[i])) {
          worst[i] = values[i];
        }
      }
    }
    return worst;
  }

  /** The part that is worst on average over the run; empty where none was read. */
  Optional<ResourceSeries> worstPart(Measure measure) {
    Comparator<ResourceSeries> byMean =
        Comparator.comparingDouble(part -> part.mean(at -> at >= 0).orElse(0));
    List<ResourceSeries> parts =
        measure.parts().of(this).stream()
            .filter(part -> part.mean(at -> at >= 0).isPresent())
            .toList();
    return measure.isLowWorse() ? parts.stream().min(byMean) : parts.stream().max(byMean);
  }

  /** All response time of the moments in stretches of time, microseconds. */
  double responseMicros(List<Span> spans) {
    return during(spans).mapToDouble(part -> part.response().sumMicros()).sum();
  }

  /** All requests of the moments in stretches of time. */
  long executed(List<Span> spans) {
    return during(spans).mapToLong(ResponseInterval::executed).sum();
  }

  private Stream<ResponseInterval> during(List<Span> spans) {
    return IntStream.range(0, moments.size())
        .filter(moment -> spans.stream().anyMatch(moments.get(moment)::meets))
        .mapToObj(moment -> Optional.ofNullable(response(whole(), moment)))
        .flatMap(Optional::stream);
  }

  /** How long stretches of time had load on them, microseconds. */
  long lengthMicros(List<Span> spans) {
    return spans.stream()
        .mapToLong(s -> Math.max(0, Math.min(s.toMicros(), data.elapsedMicros()) - s.fromMicros()))
        .sum();
  }

  /** What the generators told of themselves, by second of the run. */
  Collection<List<Heartbeat>> beatsBySecond() {
    return beats.values();
  }

  /** Whether arrivals come by a plan of their own, so that VUs follow from latency. */
  boolean isOpen() {
    return isOpen;
  }

  /** The worst that any agent of the generator told of itself in a moment. */
  OptionalDouble ofGenerator(int moment, ToDoubleFunction<Heartbeat> figure) {
    Span span = moments.get(moment);
    double worst = Double.NaN;
    for (long second = span.fromMicros() / SECOND_MICROS;
        second * SECOND_MICROS < span.toMicros();
        second++) {
      for (Heartbeat beat : beats.getOrDefault(second, List.of())) {
        double value = figure.applyAsDouble(beat);
        worst = Double.isNaN(worst) ? value : Math.max(worst, value);
      }
    }
    return Double.isNaN(worst) || worst < 0 ? OptionalDouble.empty() : OptionalDouble.of(worst);
  }
}
