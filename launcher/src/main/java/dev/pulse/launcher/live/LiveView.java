package dev.pulse.launcher.live;

import dev.pulse.protocol.v1.Heartbeat;
import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.StageMark;
import dev.pulse.reporter.run.Accounting;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.run.Selection;
import dev.pulse.reporter.run.SeriesFigures;
import dev.pulse.reporter.run.TimelinePoint;
import dev.pulse.reporter.verdict.ThresholdEvaluation;
import java.util.List;

/**
 * What the page shows at one moment; its JSON is what the browser gets. Durations are microseconds,
 * rates per second, shares 0..1, times on the run clock.
 *
 * @param run run id
 * @param title of the plan
 * @param target origin of the target
 * @param state {@code waiting}, {@code running} or {@code ended}
 * @param elapsedMicros since the load began
 * @param expectedMicros planned length, graceful stops included; 0 if unknown
 * @param vus active now; -1 if not known
 * @param vusMax most that the plan has active
 * @param iterations complete
 * @param accounting the accounting line
 * @param whole figures over all requests
 * @param requests figures by request, in the plan's order
 * @param thresholds those of the plan, as they stand now
 * @param stages stage starts
 * @param health what the generator saw of itself in the last second, one for each agent
 * @param points one for each interval asked for
 */
record LiveView(
    String run,
    String title,
    String target,
    String state,
    long elapsedMicros,
    long expectedMicros,
    int vus,
    int vusMax,
    long iterations,
    String accounting,
    Row whole,
    List<Row> requests,
    List<Threshold> thresholds,
    List<Mark> stages,
    List<Health> health,
    List<Point> points) {

  /** Figures of one request, or of all. */
  record Row(
      String name,
      long count,
      double rate,
      long p50,
      long p90,
      long p95,
      long p99,
      long max,
      long errors,
      double errorRate) {

    static Row of(String name, SeriesFigures figures, long elapsedMicros) {
      var response = figures.response();
      return new Row(
          name,
          figures.executed(),
          elapsedMicros == 0 ? 0 : figures.executed() * 1e6 / elapsedMicros,
          response.valueAtPercentile(50),
          response.valueAtPercentile(90),
          response.valueAtPercentile(95),
          response.valueAtPercentile(99),
          response.maxMicros(),
          figures.errors(),
          figures.errorRate());
    }
  }

  /** A threshold in words, with its value, and whether it holds. */
  record Threshold(String text, boolean ok) {}

  /** Where a stage begins. */
  record Mark(String scenario, String stage, long atMicros) {}

  /** One agent's last heartbeat. */
  record Health(
      String agent,
      long startLagP99,
      long startLagMax,
      long loopLagMax,
      double cpuCores,
      int cores,
      long gc,
      long heapBytes,
      long queued,
      long lost) {

    static Health of(Heartbeat beat) {
      return new Health(
          beat.getAgent(),
          Integer.toUnsignedLong(beat.getStartLagP99Micros()),
          Integer.toUnsignedLong(beat.getStartLagMaxMicros()),
          Integer.toUnsignedLong(beat.getLoopLagMaxMicros()),
          beat.getCpuCores(),
          beat.getCores(),
          Integer.toUnsignedLong(beat.getGcMicros()),
          beat.getHeapUsedBytes(),
          beat.getSamplesQueued(),
          beat.getSamplesLost());
    }
  }

  /** One interval: seconds on the run clock, rate, errors per second, percentiles, VUs. */
  record Point(
      double at, double rate, double errors, long p50, long p95, long p99, int vus, boolean open) {

    static Point of(TimelinePoint point) {
      return new Point(
          point.startMicros() / 1e6,
          point.ratePerSecond(),
          point.errors() * 1e6 / point.lengthMicros(),
          point.p50Micros(),
          point.p95Micros(),
          point.p99Micros(),
          point.vus(),
          point.provisional());
    }
  }

  /**
   * The view of a run now.
   *
   * @param newest how many of the newest intervals to show, ≥ 0
   */
  static LiveView of(RunData data, int newest) {
    var plan = data.plan();
    long elapsed = data.elapsedMicros();
    var beats = data.newestHeartbeats();
    return new LiveView(
        data.run(),
        plan.getTitle(),
        plan.getTarget(),
        state(data),
        elapsed,
        plan.getExpectedDurationMicros(),
        beats.stream().mapToInt(Heartbeat::getActiveVus).sum(),
        plan.getScenariosList().stream().mapToInt(ScenarioPlan::getMaxVus).sum(),
        beats.stream().mapToLong(Heartbeat::getIterations).sum(),
        Accounting.of(data).line(),
        Row.of("all requests", data.figures(Selection.all()), elapsed),
        requests(data, elapsed),
        thresholds(data),
        data.stageMarks().stream().map(LiveView::mark).toList(),
        beats.stream().map(Health::of).toList(),
        points(data, newest));
  }

  private static String state(RunData data) {
    if (data.hasEnded()) {
      return "ended";
    }
    return data.startedAt().isPresent() ? "running" : "waiting";
  }

  private static List<Row> requests(RunData data, long elapsed) {
    return data.plan().getRequestsList().stream()
        .map(
            r -> Row.of(r.getName(), data.figures(Selection.all().ofRequest(r.getName())), elapsed))
        .filter(row -> row.count() > 0)
        .toList();
  }

  private static List<Threshold> thresholds(RunData data) {
    return ThresholdEvaluation.of(data).stream()
        .map(result -> new Threshold(result.text(), result.holds()))
        .toList();
  }

  private static Mark mark(StageMark mark) {
    return new Mark(mark.getScenario(), mark.getStage(), mark.getAtMicros());
  }

  private static List<Point> points(RunData data, int newest) {
    var timeline = data.timeline(Selection.all());
    return timeline.subList(Math.max(0, timeline.size() - newest), timeline.size()).stream()
        .map(Point::of)
        .toList();
  }
}
