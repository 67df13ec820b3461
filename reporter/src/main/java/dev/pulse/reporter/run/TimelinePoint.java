package dev.pulse.reporter.run;

/**
 * One interval of a run.
 *
 * @param interval its number
 * @param startMicros its start on the run clock
 * @param lengthMicros its length, > 0
 * @param samples samples that ended in it
 * @param executed those that count for rates
 * @param errors those that count towards the error rate
 * @param p50Micros median response time, 0 where nothing was executed
 * @param p95Micros 95th percentile of response time
 * @param p99Micros 99th percentile of response time
 * @param vus VUs active at its end over all scenarios, from the heartbeats; -1 where none tells
 * @param provisional whether an agent had not reported yet
 */
public record TimelinePoint(
    long interval,
    long startMicros,
    int lengthMicros,
    long samples,
    long executed,
    long errors,
    long p50Micros,
    long p95Micros,
    long p99Micros,
    int vus,
    boolean provisional) {

  /** Executed requests per second. */
  public double ratePerSecond() {
    return executed * 1e6 / lengthMicros;
  }

  /** Errors per executed request, 0..1. */
  public double errorRate() {
    return executed == 0 ? 0 : (double) errors / executed;
  }

  TimelinePoint withVus(int newVus) {
    return new TimelinePoint(
        interval,
        startMicros,
        lengthMicros,
        samples,
        executed,
        errors,
        p50Micros,
        p95Micros,
        p99Micros,
        newVus,
        provisional);
  }
}
