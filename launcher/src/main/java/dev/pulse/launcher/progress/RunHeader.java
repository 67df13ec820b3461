package dev.pulse.launcher.progress;

import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.StagePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is going to be run, in the form in which k6 says it before a run. */
public final class RunHeader {
  private RunHeader() {}

  /** The lines. */
  public static List<String> lines(String run, RunPlan plan) {
    var lines = new ArrayList<String>();
    int vus = plan.getScenariosList().stream().mapToInt(ScenarioPlan::getMaxVus).sum();
    int scenarios = plan.getScenariosCount();
    lines.add("  execution: " + plan.getTitle() + " (" + plan.getFile() + ")");
    lines.add("        run: " + run);
    lines.add("     target: " + plan.getTarget());
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "  scenarios: (100.00%%) %d scenario%s, %d max VUs, %s max duration (incl. graceful"
                + " stop):",
            scenarios,
            scenarios == 1 ? "" : "s",
            vus,
            plan.getExpectedDurationMicros() == 0
                ? "unknown"
                : length(plan.getExpectedDurationMicros())));
    plan.getScenariosList().forEach(scenario -> lines.add("           * " + line(scenario)));
    lines.add("");
    return lines;
  }

  private static String line(ScenarioPlan scenario) {
    long micros = scenario.getStagesList().stream().mapToLong(StagePlan::getDurationMicros).sum();
    var parts = new ArrayList<String>();
    if (scenario.getStagesCount() > 1) {
      parts.add("over " + scenario.getStagesCount() + " stages");
    }
    if (scenario.getStartMicros() > 0) {
      parts.add("startTime: " + length(scenario.getStartMicros()));
    }
    parts.add("gracefulStop: " + length(scenario.getGracefulStopMicros()));
    String count = scenario.getIterations() > 0 ? scenario.getIterations() + " iterations, " : "";
    return String.format(
        Locale.ROOT,
        "%s: %s, %sup to %d VUs for %s (%s)",
        scenario.getName(),
        scenario.getExecutor(),
        count,
        scenario.getMaxVus(),
        length(micros),
        String.join(", ", parts));
  }

  /** Such as {@code 1m30s}. */
  static String length(long micros) {
    return dev.pulse.scenario.Durations.format(java.time.Duration.ofNanos(micros * 1_000));
  }
}
