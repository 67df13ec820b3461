package dev.pulse.scenario;

import java.util.List;

/** What one iteration sends. */
public sealed interface Flow permits WeightedMix, OrderedFlow {

  /** Requests of one iteration, ≥ 1; each is followed by the think time. */
  int requestsPerIteration();

  /** Each request that may be sent, once. */
  List<Integer> requestIndexes();

  /**
   * The request at a position of an iteration, as an index into the load test's requests.
   *
   * @param position from 0, below {@link #requestsPerIteration}
   * @param u uniformly random in [0, 1); an ordered flow ignores it
   */
  int requestAt(int position, double u);
}
