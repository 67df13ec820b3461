package dev.pulse.aggregator;

import java.time.Duration;
import java.util.List;

/**
 * How a replay compares with what was aggregated first.
 *
 * @param run run id
 * @param samples in the replay's interval summaries
 * @param elapsed from the start of the replay's application to its last result, seconds or more
 * @param differences what is not equal, the first hundred, in words
 */
public record ReplayResult(String run, long samples, Duration elapsed, List<String> differences) {
  /** Whether every interval, total and account is equal. */
  public boolean isEqual() {
    return differences.isEmpty();
  }
}
