package dev.pulse.aggregator.sink;

import java.util.Map;

/**
 * What a sink reads and where it writes.
 *
 * @param kafka client properties, {@code bootstrap.servers} among them
 * @param target InfluxDB
 * @param from where it begins
 */
public record SinkConfig(Map<String, Object> kafka, InfluxTarget target, From from) {

  /** Where a sink begins to read results. */
  public enum From {
    /** Where a sink for the same target left off; at the beginning where there was none. */
    COMMITTED,
    /** Now; nothing is committed: for runs that begin after the sink. */
    NOW
  }

  /** Copies the properties. */
  public SinkConfig {
    kafka = Map.copyOf(kafka);
  }

  /** Names whose offsets these are: those of a database, however often a sink is started for it. */
  String group() {
    return "pulse-sink-" + target.toString().replaceAll("[^A-Za-z0-9._-]+", "-");
  }
}
