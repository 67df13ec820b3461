package dev.pulse.aggregator.sink;

/** Takes what InfluxDB will never take. */
interface RejectedPoints {
  /**
   * One point.
   *
   * @param line in line protocol
   * @param reason InfluxDB's own words
   */
  void reject(String line, String reason);
}
