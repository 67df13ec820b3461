package dev.pulse.aggregator;

import dev.pulse.protocol.Topics;

/**
 * Where an aggregation reads and writes.
 *
 * @param samples sample batches
 * @param intervals interval summaries, totals and accounts
 * @param rejected batches that were refused
 */
record AggregationTopics(String samples, String intervals, String rejected) {
  /** The topics of the product. */
  static final AggregationTopics DEFAULT =
      new AggregationTopics(Topics.SAMPLES, Topics.INTERVALS, Topics.REJECTED);

  /** Whether results go where the summaries of restored runs stand, which must stay as they are. */
  boolean areOfTheProduct() {
    return intervals.equals(Topics.INTERVALS);
  }
}
