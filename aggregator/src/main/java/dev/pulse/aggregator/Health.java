package dev.pulse.aggregator;

/**
 * How an aggregator is doing. The counts are those of {@link Tally}: of this process, for people.
 *
 * @param state Kafka Streams' own, such as {@code RUNNING}, {@code REBALANCING} or {@code ERROR}
 * @param batches batches taken
 * @param samples samples in them
 * @param rejected records refused
 * @param duplicates batches that had been taken before
 * @param expired partials that came when the state of their interval or run was gone
 * @param failure what it stopped for, empty while it has not
 */
public record Health(
    String state,
    long batches,
    long samples,
    long rejected,
    long duplicates,
    long expired,
    String failure) {

  /** Whether it takes samples, or will after a rebalance. */
  public boolean isWell() {
    return failure.isEmpty();
  }
}
