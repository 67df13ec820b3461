package dev.pulse.reporter.run;

import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.StagePlan;

/** What a plan says of its stages, in the closed model and in the open one. */
public final class PlannedStages {
  private PlannedStages() {}

  /** Whether the load is held, so that the stage is judged by itself. */
  public static boolean isSustained(StagePlan stage) {
    return stage.getFromVus() == stage.getToVus()
        && stage.getFromRate() == stage.getToRate()
        && (stage.getToVus() > 0 || stage.getToRate() > 0);
  }

  /** Whether iterations arrive however long others take. */
  public static boolean isOpen(ScenarioPlan scenario) {
    return scenario.getExecutor().endsWith("arrival-rate");
  }

  /** Iterations that are to arrive over all stages; 0 in the closed model. */
  public static double arrivals(ScenarioPlan scenario) {
    return scenario.getStagesList().stream()
        .mapToDouble(s -> (s.getFromRate() + s.getToRate()) / 2 * s.getDurationMicros() / 1e6)
        .sum();
  }
}
