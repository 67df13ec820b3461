package dev.pulse.generator;

import dev.pulse.protocol.v1.StageMark;
import dev.pulse.scenario.LoadTest;
import dev.pulse.scenario.Scenario;
import dev.pulse.scenario.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** When which stage begins; hands out each mark once. */
final class StageTimeline {
  private final List<StageMark> marks = new ArrayList<>();
  private int next;

  StageTimeline(LoadTest test) {
    for (Scenario scenario : test.scenarios()) {
      for (Stage stage : scenario.executor().stages()) {
        if (stage.durationNanos() > 0) {
          marks.add(mark(scenario, stage));
        }
      }
    }
    marks.sort(Comparator.comparingLong(StageMark::getAtMicros));
  }

  private static StageMark mark(Scenario scenario, Stage stage) {
    return StageMark.newBuilder()
        .setScenario(scenario.name())
        .setStage(stage.name())
        .setAtMicros((scenario.startNanos() + stage.startNanos()) / 1_000)
        .build();
  }

  /** The marks whose time has come since the last call. */
  List<StageMark> begunBy(long runMicros) {
    int from = next;
    while (next < marks.size() && marks.get(next).getAtMicros() <= runMicros) {
      next++;
    }
    return List.copyOf(marks.subList(from, next));
  }
}
