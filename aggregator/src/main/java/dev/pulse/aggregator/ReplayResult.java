package dev.pulse.aggregator;

import java.time.Duration;
import java.util.List;

/**
 * How a replay compares with what was aggregated first.
 *
 * @param run run id
 * @param samples in the replay's interval summaries
 * @param elapsed from the first to the last result of the replay
 * @param differences what is not equal, the first hundred, in words
 */
public record ReplayResult(String run, long samples, Duration elapsed, List<String> differences) {
  /** Whether every interval, total and account is equal. */
  public boolean isEqual() {
    return differences.isEmpty();
  }
}
