package dev.pulse.reporter.run;

import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.StagePlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How much of CPU or memory the system under test used, over the whole run or a sustained stage:
 * the mean of its most used part. The generator's own machine counts only where nothing else was
 * measured to be the system's.
 *
 * @param scope {@code whole run}, or scenario and stage
 * @param part source and label of the most used one
 * @param mean over the scope, 0 to 1
 * @param max over the scope, 0 to 1
 * @param readings how many they are of
 */
public record Utilisation(String scope, String part, double mean, double max, long readings) {
  /** Series of the share of CPU in use. */
  public static final String CPU = "cpu_ratio";

  /** Series of the share of memory in use. */
  public static final String MEMORY = "memory_ratio";

  private static final String GENERATOR_MACHINE = "host";

  /** A cache that is full is one that works; a database's are its own buffers. */
  private static final List<String> NO_MACHINES = List.of("redis", "postgresql");

  /**
   * One for the whole run, then one for each sustained stage; those without a reading left out.
   *
   * @param series {@link #CPU} or {@link #MEMORY}
   */
  public static List<Utilisation> of(RunData data, String series) {
    var all = measured(data, series);
    var used = new ArrayList<Utilisation>();
    over(all, "whole run", 0, data.elapsedMicros()).ifPresent(used::add);
    for (ScenarioPlan scenario : data.plan().getScenariosList()) {
      for (StagePlan stage : scenario.getStagesList()) {
        if (PlannedStages.isSustained(stage)) {
          long from = stage.getStartMicros();
          String scope = scenario.getName() + " / " + stage.getName();
          over(all, scope, from, from + stage.getDurationMicros()).ifPresent(used::add);
        }
      }
    }
    return used;
  }

  /** The series that tell of the system under test. */
  public static List<ResourceSeries> measured(RunData data, String series) {
    return data.resources().stream()
        .filter(one -> one.series().equals(series))
        .filter(one -> !one.source().equals(GENERATOR_MACHINE))
        .filter(one -> !NO_MACHINES.contains(one.source()))
        .toList();
  }

  private static Optional<Utilisation> over(
      List<ResourceSeries> all, String scope, long fromMicros, long toMicros) {
    return all.stream()
        .map(series -> over(series, scope, fromMicros, toMicros))
        .flatMap(Optional::stream)
        .max(Comparator.comparingDouble(Utilisation::mean));
  }

  private static Optional<Utilisation> over(
      ResourceSeries series, String scope, long fromMicros, long toMicros) {
    var statistics = series.values(at -> at >= fromMicros && at <= toMicros).summaryStatistics();
    return statistics.getCount() == 0
        ? Optional.empty()
        : Optional.of(
            new Utilisation(
                scope,
                series.source() + " " + series.label(),
                statistics.getAverage(),
                statistics.getMax(),
                statistics.getCount()));
  }
}
