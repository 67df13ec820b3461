package dev.pulse.launcher.progress;

import dev.pulse.protocol.v1.Heartbeat;
import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.StagePlan;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.run.Selection;

/**
 * How far a run is.
 *
 * @param elapsedMicros since the load began
 * @param plannedMicros length of the load without graceful stops; 0 where it is not known
 * @param vus active now
 * @param maxVus most of the plan
 * @param iterations complete
 * @param interrupted iterations cut short
 * @param requests samples in Kafka and aggregated
 * @param perSecond requests of the last whole second
 * @param p99Micros of the run so far; 0 where there is none
 * @param errorRate of the run so far, 0..1
 * @param stage under way, or empty
 */
public record ProgressFigures(
    long elapsedMicros,
    long plannedMicros,
    int vus,
    int maxVus,
    long iterations,
    long interrupted,
    long requests,
    double perSecond,
    long p99Micros,
    double errorRate,
    String stage) {

  /**
   * Of a run as it is known now.
   *
   * @param elapsedMicros by this process's clock, as heartbeats come once a second only
   */
  public static ProgressFigures of(RunData data, long elapsedMicros) {
    var plan = data.plan();
    var figures = data.figures(Selection.all());
    var beats = data.newestHeartbeats();
    return new ProgressFigures(
        elapsedMicros,
        plannedMicros(plan),
        beats.stream().mapToInt(Heartbeat::getActiveVus).sum(),
        plan.getScenariosList().stream().mapToInt(ScenarioPlan::getMaxVus).sum(),
        beats.stream().mapToLong(Heartbeat::getIterations).sum(),
        beats.stream().mapToLong(Heartbeat::getInterruptedIterations).sum(),
        figures.samples(),
        newestRate(data),
        figures.response().count() == 0 ? 0 : figures.response().valueAtPercentile(99),
        figures.errorRate(),
        stageAt(plan, elapsedMicros));
  }

  /** Share of the planned time, 0..1; 0 where it is not known. */
  public double share() {
    return plannedMicros == 0 ? 0 : Math.min(1, (double) elapsedMicros / plannedMicros);
  }

  private static double newestRate(RunData data) {
    long through = data.throughInterval();
    if (through < 0 || data.intervalMicros() == 0) {
      return 0;
    }
    var newest = data.figures(Selection.all().between(through, through));
    return newest.executed() * 1e6 / data.intervalMicros();
  }

  private static long plannedMicros(RunPlan plan) {
    return plan.getScenariosList().stream()
        .flatMap(scenario -> scenario.getStagesList().stream())
        .mapToLong(stage -> stage.getStartMicros() + stage.getDurationMicros())
        .max()
        .orElse(0);
  }

  private static String stageAt(RunPlan plan, long micros) {
    return plan.getScenariosList().stream()
        .flatMap(scenario -> scenario.getStagesList().stream())
        .filter(stage -> isAt(stage, micros))
        .map(StagePlan::getName)
        .findFirst()
        .orElse("");
  }

  private static boolean isAt(StagePlan stage, long micros) {
    return stage.getStartMicros() <= micros
        && micros < stage.getStartMicros() + stage.getDurationMicros();
  }
}
