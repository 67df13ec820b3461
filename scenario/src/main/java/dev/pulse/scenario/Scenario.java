package dev.pulse.scenario;

import java.time.Duration;

/**
 * Who runs which requests, from when, paced how.
 *
 * @param name unique in its load test
 * @param startTime after the run's start, ≥ 0
 * @param gracefulStop how long iterations may go on after the executor's end, ≥ 0
 * @param flow what one iteration sends
 * @param thinkTime pause after each request of an iteration
 */
public record Scenario(
    String name,
    Executor executor,
    Duration startTime,
    Duration gracefulStop,
    Flow flow,
    ThinkTime thinkTime) {

  /** What k6 gives an iteration to end by itself, for a stop and for a ramp down alike. */
  public static final Duration DEFAULT_GRACEFUL_STOP = Duration.ofSeconds(30);

  /** Checks that the name is there and that no time is negative. */
  public Scenario {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a scenario must have a name");
    }
    Durations.requireNotNegative(startTime, "startTime");
    Durations.requireNotNegative(gracefulStop, "gracefulStop");
  }

  /** Nanoseconds from the run's start to that of this scenario; executors count from there. */
  public long startNanos() {
    return startTime.toNanos();
  }

  /** Nanoseconds from the run's start to the executor's end, when no iteration begins any more. */
  public long endNanos() {
    return startNanos() + executor.lengthNanos();
  }

  /** Nanoseconds from the run's start to when the last iteration is cut short. */
  public long latestEndNanos() {
    return endNanos() + gracefulStop.toNanos();
  }
}
