package dev.pulse.reporter.run;

import dev.pulse.protocol.v1.RequestPlan;
import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.StagePlan;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Series in the order of the plan; what the plan does not name comes last, by name. */
final class SeriesOrder {
  private final Map<String, Integer> scenarios = new HashMap<>();
  private final Map<String, Integer> stages = new HashMap<>();
  private final Map<String, Integer> requests = new HashMap<>();

  private SeriesOrder(RunPlan plan) {
    for (ScenarioPlan scenario : plan.getScenariosList()) {
      scenarios.putIfAbsent(scenario.getName(), scenarios.size());
      for (StagePlan stage : scenario.getStagesList()) {
        stages.putIfAbsent(scenario.getName() + '\n' + stage.getName(), stages.size());
      }
    }
    for (RequestPlan request : plan.getRequestsList()) {
      requests.putIfAbsent(request.getName(), requests.size());
    }
  }

  static List<Series> sorted(RunPlan plan, Collection<Series> series) {
    return series.stream().sorted(new SeriesOrder(plan).comparator()).toList();
  }

  private Comparator<Series> comparator() {
    return Comparator.comparingInt((Series s) -> place(scenarios, s.scenario()))
        .thenComparing(Series::scenario)
        .thenComparingInt(s -> place(stages, s.scenario() + '\n' + s.stage()))
        .thenComparing(Series::stage)
        .thenComparingInt(s -> place(requests, s.request()))
        .thenComparing(Series::request);
  }

  private static int place(Map<String, Integer> places, String name) {
    return places.getOrDefault(name, Integer.MAX_VALUE);
  }
}
