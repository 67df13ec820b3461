package dev.pulse.reporter.verdict;

import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.StagePlan;
import dev.pulse.reporter.run.PlannedStages;
import java.util.List;

/** How many VUs a plan wants at a time; a stage goes from one number to the other in a line. */
final class PlannedLoad {
  private static final long SECOND_MICROS = 1_000_000;

  private final List<ScenarioPlan> scenarios;

  PlannedLoad(RunPlan plan) {
    this.scenarios = plan.getScenariosList();
  }

  /** Whether the number is a function of time: not of how fast iterations get done. */
  boolean isKnown() {
    return scenarios.stream().allMatch(s -> isTimed(s) && !PlannedStages.isOpen(s));
  }

  private static boolean isTimed(ScenarioPlan scenario) {
    return scenario.getIterations() == 0 && scenario.getStagesCount() > 0;
  }

  /** Least number planned within a second before or after a time of the run clock. */
  double fewestAround(long micros) {
    return Math.min(at(micros), Math.min(at(micros - SECOND_MICROS), at(micros + SECOND_MICROS)));
  }

  private double at(long micros) {
    double vus = 0;
    for (ScenarioPlan scenario : scenarios) {
      for (StagePlan stage : scenario.getStagesList()) {
        vus += at(stage, micros);
      }
    }
    return vus;
  }

  private static double at(StagePlan stage, long micros) {
    long into = micros - stage.getStartMicros();
    if (into < 0 || into >= stage.getDurationMicros()) {
      return 0;
    }
    double share = (double) into / stage.getDurationMicros();
    return stage.getFromVus() + share * (stage.getToVus() - stage.getFromVus());
  }

  /** When the last stage of a timed scenario is over, run clock; 0 where none is timed. */
  long endMicros() {
    return scenarios.stream()
        .filter(PlannedLoad::isTimed)
        .flatMap(scenario -> scenario.getStagesList().stream())
        .mapToLong(stage -> stage.getStartMicros() + stage.getDurationMicros())
        .max()
        .orElse(0);
  }
}
