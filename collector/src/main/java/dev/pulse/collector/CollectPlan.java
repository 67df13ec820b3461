package dev.pulse.collector;

import java.time.Duration;
import java.util.List;

/**
 * What to collect.
 *
 * @param interval between two readings of a source, 1 s to 60 s
 * @param sources each with a name of its own
 */
public record CollectPlan(Duration interval, List<SourceSpec> sources) {
  /** Often enough to see a stage of a minute, seldom enough to cost nothing. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(2);

  /** Copies the list. */
  public CollectPlan {
    sources = List.copyOf(sources);
  }
}
