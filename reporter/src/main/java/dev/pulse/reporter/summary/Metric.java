package dev.pulse.reporter.summary;

import dev.pulse.protocol.LatencyHistogram;
import dev.pulse.reporter.run.RunMetrics;

/** A metric of the summary. */
public sealed interface Metric {
  /** As k6 names it. */
  String name();

  /**
   * Durations.
   *
   * @param name as k6 names it
   * @param micros microseconds
   */
  record Trend(String name, LatencyHistogram micros) implements Metric {}

  /**
   * A share.
   *
   * @param name as k6 names it
   * @param share how many of how many
   */
  record Rate(String name, RunMetrics.Share share) implements Metric {}

  /**
   * A count.
   *
   * @param name as k6 names it
   * @param count how many, or bytes
   * @param perSecond the same per second of the load
   * @param isData whether it counts bytes
   */
  record Counter(String name, long count, double perSecond, boolean isData) implements Metric {}

  /**
   * A level.
   *
   * @param name as k6 names it
   * @param value at the end
   * @param min least
   * @param max most
   */
  record Gauge(String name, long value, long min, long max) implements Metric {}
}
