package dev.pulse.aggregator.sink;

import java.util.Map;
import java.util.function.Predicate;

/**
 * What a sink reads and where it writes.
 *
 * @param kafka client properties, {@code bootstrap.servers} among them
 * @param target InfluxDB
 * @param from where it begins
 * @param runs ids of the runs that it writes
 */
public record SinkConfig(
    Map<String, Object> kafka, InfluxTarget target, From from, Predicate<String> runs) {

  /** Where a sink begins to read results. */
  public enum From {
    /** Where a sink for the same target left off; at the beginning where there was none. */
    COMMITTED,
    /** Now, and nothing is committed. */
    NOW
  }

  /** Copies the properties. */
  public SinkConfig {
    kafka = Map.copyOf(kafka);
  }

  /** Of all runs, going on where a sink for the same target left off. */
  public static SinkConfig ofAllRuns(Map<String, Object> kafka, InfluxTarget target) {
    return new SinkConfig(kafka, target, From.COMMITTED, run -> true);
  }

  /**
   * Of some runs, none of which has begun: of one that has, points over all series would lack what
   * came before.
   *
   * @param runs asked on another thread
   */
  public static SinkConfig ofRunsToCome(
      Map<String, Object> kafka, InfluxTarget target, Predicate<String> runs) {
    return new SinkConfig(kafka, target, From.NOW, runs);
  }

  /** Names whose offsets these are: those of a database, however often a sink is started for it. */
  String group() {
    return "pulse-sink-" + target.toString().replaceAll("[^A-Za-z0-9._-]+", "-");
  }
}
