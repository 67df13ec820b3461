package dev.pulse.benchmarks.sidebyside;

/**
 * One tool under load, as {@link Watch} saw it. Requests are those that the server has counted.
 *
 * @param firstRequestSeconds start of the process to its first requests at the server, seconds
 * @param steady the window after warm-up
 * @param whole from start of the process to its end
 * @param peakResidentBytes most memory it had resident
 * @param output what it printed
 */
record Measurement(
    double firstRequestSeconds,
    Window steady,
    Window whole,
    long peakResidentBytes,
    String output) {

  /**
   * A stretch of time.
   *
   * @param seconds length
   * @param requests that the server answered
   * @param cpuSeconds that the tool's process used
   */
  record Window(double seconds, long requests, double cpuSeconds) {
    /** CPU time per request, microseconds; also milliseconds per 1,000 requests. */
    double cpuMicrosPerRequest() {
      return cpuSeconds * 1e6 / requests;
    }

    /** Requests per second. */
    double rate() {
      return requests / seconds;
    }

    /** Both stretches as one. */
    Window plus(Window other) {
      return new Window(
          seconds + other.seconds, requests + other.requests, cpuSeconds + other.cpuSeconds);
    }
  }

  /** Two runs of the same tool as one. */
  Measurement plus(Measurement other) {
    return new Measurement(
        Math.min(firstRequestSeconds, other.firstRequestSeconds),
        steady.plus(other.steady),
        whole.plus(other.whole),
        Math.max(peakResidentBytes, other.peakResidentBytes),
        other.output);
  }
}
