package dev.pulse.aggregator;

import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.Manifest;
import java.util.Collection;
import java.util.List;

/**
 * Whether the numbers of a run add up: what its agents say they sent, what stands in Kafka, and
 * what the aggregator made of it.
 *
 * @param run run id
 * @param scheduled samples by the agents' manifests; without any, samples received
 * @param accounted of these, how many stand in Kafka and in the interval summaries
 * @param differences everything that does not add up, the first hundred, in words
 */
public record Verification(String run, long scheduled, long accounted, List<String> differences) {

  /**
   * Compares.
   *
   * @param recomputed the run from its raw samples
   * @param records the run's aggregates, the last of each key
   * @param manifests the run's manifests, in the order they were written
   */
  public static Verification compare(
      RecomputedRun recomputed,
      Collection<AggregateRecord> records,
      Collection<Manifest> manifests) {
    var differences = new Differences();
    var sent = new ManifestCheck(recomputed, differences);
    sent.check(manifests);
    var aggregated = new AggregateCheck(recomputed, differences);
    aggregated.check(records);
    long scheduled = manifests.isEmpty() ? recomputed.samples() : sent.scheduled();
    return new Verification(
        recomputed.run(), scheduled, aggregated.accounted(), differences.toList());
  }

  /** Whether every scheduled sample is accounted for, and every figure is equal. */
  public boolean isComplete() {
    return scheduled == accounted && differences.isEmpty();
  }

  /** Such as {@code 1200 of 1200 samples accounted for}. */
  public String summary() {
    return accounted + " of " + scheduled + " samples accounted for";
  }
}
