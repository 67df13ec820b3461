package dev.pulse.collector;

import java.util.Map;

/**
 * One value of a source, or something that happened to it.
 *
 * @param series name, such as {@code cpu_ratio}; of an event its kind, such as {@code scaling}
 * @param unit of the value: {@code ratio} (0 to 1), {@code ms}, {@code bytes}, {@code 1/s}, or
 *     empty for a count
 * @param label what of the source it is of, such as a database; at most 120 characters are shown
 * @param value finite; of an event 0
 * @param atEpochMicros the source's own time, microseconds since 1970; 0: when it was read
 * @param labels more that names the series, not shown on dashboards
 * @param event what happened; empty where this is a value
 */
public record Reading(
    String series,
    String unit,
    String label,
    double value,
    long atEpochMicros,
    Map<String, String> labels,
    String event) {
  /** Unit of shares, 0 to 1. */
  static final String RATIO = "ratio";

  /** Unit of rates. */
  static final String PER_SECOND = "1/s";

  /** Unit of durations. */
  static final String MILLIS = "ms";

  /** Unit of sizes. */
  static final String BYTES = "bytes";

  /** Unit of counts. */
  static final String COUNT = "";

  /** Copies the labels. */
  public Reading {
    labels = Map.copyOf(labels);
  }

  /** A value. */
  Reading(
      String series,
      String unit,
      String label,
      double value,
      long atEpochMicros,
      Map<String, String> labels) {
    this(series, unit, label, value, atEpochMicros, labels, "");
  }

  /**
   * Something that happened.
   *
   * @param label what it happened to, such as {@code deployment/api}
   * @param what not empty
   */
  static Reading event(String kind, String label, String what, long atEpochMicros) {
    return new Reading(kind, COUNT, label, 0, atEpochMicros, Map.of(), what);
  }

  /** The same with a label that says which source it is of. */
  Reading of(String source) {
    String full = label.equals(source) ? label : source + ": " + label;
    return new Reading(series, unit, full, value, atEpochMicros, labels, event);
  }

  /** A value of the moment at which it is read. */
  static Reading of(String series, String unit, String label, double value) {
    return new Reading(series, unit, label, value, 0, Map.of());
  }
}
