package dev.pulse.aggregator;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts of one process since its start, for people who watch it. A transaction that was rolled
 * back is counted again when it is repeated, so these are not the accounts of a run: those are the
 * {@code StreamAccount} records.
 */
public final class Tally {
  private final LongAdder batches = new LongAdder();
  private final LongAdder samples = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder duplicates = new LongAdder();
  private final LongAdder expired = new LongAdder();

  void took(int newSamples) {
    batches.increment();
    samples.add(newSamples);
  }

  void refused() {
    rejected.increment();
  }

  void sawDuplicate() {
    duplicates.increment();
  }

  void cameAfterPurge() {
    expired.increment();
  }

  /** Batches taken. */
  public long batches() {
    return batches.sum();
  }

  /** Samples in them. */
  public long samples() {
    return samples.sum();
  }

  /** Records refused and put on the topic of rejected ones. */
  public long rejected() {
    return rejected.sum();
  }

  /** Batches that had been taken before. */
  public long duplicates() {
    return duplicates.sum();
  }

  /** Partials that came when the state of their interval or run was gone. */
  public long expired() {
    return expired.sum();
  }
}
