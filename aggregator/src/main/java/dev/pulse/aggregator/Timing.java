package dev.pulse.aggregator;

import java.time.Duration;

/**
 * How long the aggregator waits for what; all by its own wall clock, none by the clock of a run.
 *
 * @param tick how often silence, totals and purges are looked at, > 0
 * @param provisionalAfter how long an interval waits for a silent stream before it is shown
 *     provisionally, ≥ tick
 * @param finalRunKept how long the state of a run is kept after its last record once all its
 *     streams have ended
 * @param abandonedRunKept the same for a run with a stream that never ended
 * @param runsRemembered how long afterwards a repeat of its batches is still recognised as one
 * @param settledIntervals how many settled intervals of a run are kept for batches that come late,
 *     ≥ 1
 */
public record Timing(
    Duration tick,
    Duration provisionalAfter,
    Duration finalRunKept,
    Duration abandonedRunKept,
    Duration runsRemembered,
    int settledIntervals) {

  /** The defaults. */
  public static final Timing DEFAULT =
      new Timing(
          // Totals are written this often at most: as often as a live page shows them.
          Duration.ofSeconds(1),
          // Longer than a publisher's 500 ms batches, a commit and a short pause; what a person
          // who watches will wait for.
          Duration.ofSeconds(3),
          // Late enough for an agent that finds Kafka again after its run.
          Duration.ofMinutes(10),
          // An agent that was cut off overnight may still deliver.
          Duration.ofHours(24),
          // Kafka's own default retention of the consumer offsets that decide what is read again.
          Duration.ofDays(7),
          // A minute of 1 s intervals: 100 MB for ten series at 100,000 samples/s, and a tenth of
          // it
          // at 5,000. Only a batch of a stream that had said it was past the interval comes so
          // late.
          60);

  /** Refuses what cannot work with an {@link IllegalArgumentException}. */
  public Timing {
    require(!tick.isNegative() && !tick.isZero(), "tick must be above zero, is " + tick);
    require(
        provisionalAfter.compareTo(tick) >= 0,
        "provisionalAfter must be at least one tick of " + tick + ", is " + provisionalAfter);
    require(
        !finalRunKept.isNegative() && !abandonedRunKept.isNegative(),
        "finalRunKept and abandonedRunKept must not be negative");
    require(
        runsRemembered.compareTo(finalRunKept) >= 0,
        "runsRemembered must be at least finalRunKept, is " + runsRemembered);
    require(settledIntervals >= 1, "settledIntervals must be at least 1, is " + settledIntervals);
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
