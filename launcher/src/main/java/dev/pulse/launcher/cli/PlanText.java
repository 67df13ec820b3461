package dev.pulse.launcher.cli;

import dev.pulse.protocol.v1.CheckPlan;
import dev.pulse.protocol.v1.MixEntry;
import dev.pulse.protocol.v1.RequestPlan;
import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.StagePlan;
import dev.pulse.protocol.v1.ThresholdPlan;
import dev.pulse.scenario.Durations;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** A plan for people: what would be run. */
final class PlanText {
  private final StringBuilder text = new StringBuilder();

  private PlanText() {}

  static String of(RunPlan plan) {
    var text = new PlanText();
    text.write(plan);
    return text.text.toString();
  }

  private void write(RunPlan plan) {
    line("%s: valid", plan.getFile());
    line(
        "  %s%s",
        plan.getTitle(), plan.getDescription().isEmpty() ? "" : ": " + plan.getDescription());
    line("  target     %s", plan.getTarget());
    line("  seed       %d", plan.getSeed());
    line(
        "  length     at most %s, graceful stop included",
        length(plan.getExpectedDurationMicros()));
    plan.getScenariosList().forEach(this::write);
    line("  requests");
    plan.getRequestsList().forEach(this::write);
    if (plan.getThresholdsCount() > 0) {
      line("  thresholds");
      plan.getThresholdsList().forEach(this::write);
    }
    line("");
  }

  private void write(ScenarioPlan scenario) {
    line(
        "  scenario   %s: %s%s, up to %d VUs%s",
        scenario.getName(),
        scenario.getExecutor(),
        scenario.getArrivals().equals("poisson") ? " (poisson)" : "",
        scenario.getMaxVus(),
        scenario.getIterations() > 0 ? ", " + scenario.getIterations() + " iterations" : "");
    line("    expected %s", expected(scenario.getExpectedRequests()));
    line("    stages");
    scenario.getStagesList().forEach(this::write);
    line("    %s", scenario.getOrdered() ? "flow" : "mix");
    for (MixEntry entry : scenario.getMixList()) {
      if (scenario.getOrdered()) {
        line("      %s", entry.getRequest());
      } else {
        line("      %5.1f %%  %s", entry.getWeight() * 100, entry.getRequest());
      }
    }
  }

  private static String expected(long requests) {
    return requests == 0
        ? "as many requests as the target answers"
        : String.format(Locale.ROOT, "about %,d requests", requests);
  }

  private void write(StagePlan stage) {
    line(
        "      %8s + %-8s %s  (%s)",
        length(stage.getStartMicros()),
        length(stage.getDurationMicros()),
        load(stage),
        stage.getName());
  }

  private static String load(StagePlan stage) {
    return stage.getFromRate() > 0 || stage.getToRate() > 0
        ? String.format(
            Locale.ROOT, "%.1f → %.1f iterations/s", stage.getFromRate(), stage.getToRate())
        : stage.getFromVus() + " → " + stage.getToVus() + " VUs";
  }

  private void write(RequestPlan request) {
    String checks =
        request.getChecksList().stream().map(CheckPlan::getName).collect(Collectors.joining(", "));
    line(
        "    %-14s %-6s %s%s%s",
        request.getName(),
        request.getMethod(),
        request.getPath(),
        request.getLogin() ? "  (login, once per VU)" : "",
        checks.isEmpty() ? "" : "  checks: " + checks);
  }

  private void write(ThresholdPlan threshold) {
    line(
        "    %s: %s%s",
        threshold.getMetric(),
        threshold.getExpression(),
        threshold.getAbortOnFail() ? "  (ends the run)" : "");
  }

  private static String length(long micros) {
    return Durations.format(Duration.ofNanos(micros * 1_000));
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
