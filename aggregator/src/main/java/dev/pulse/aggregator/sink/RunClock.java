package dev.pulse.aggregator.sink;

/**
 * When a run began.
 *
 * @param startEpochMicros origin of the run clock, microseconds since 1970
 */
record RunClock(long startEpochMicros) {
  /** Wall clock of a moment of the run, microseconds since 1970. */
  long epochMicros(long runMicros) {
    return startEpochMicros + runMicros;
  }
}
