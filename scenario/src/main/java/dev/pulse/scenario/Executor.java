package dev.pulse.scenario;

import java.util.List;

/**
 * How many VUs run when, with k6's names and meaning. Every method is a pure function, so that any
 * number of agents, a progress line and a test agree without talking to each other: VU <em>i</em>
 * (from 0) is active while {@code targetVus(t) > i}.
 *
 * <p>Elapsed times are nanoseconds since the start of the scenario.
 */
public sealed interface Executor
    permits ConstantVus, RampingVus, SharedIterations, PerVuIterations, ArrivalRate {

  /** Far beyond one machine, and small enough for exact ramps. */
  int MAX_VUS = 1_000_000;

  /** Beyond it a count is a typing error; times {@link #MAX_VUS} it stays within 64 bits. */
  long MAX_ITERATIONS = 1_000_000_000_000L;

  /** Name in a scenario file, as k6's, such as {@code ramping-vus}. */
  String k6Name();

  /** VUs that may be at work at a time; 0 before the start and from the end on. */
  int targetVus(long elapsedNanos);

  /** The most VUs that are active at once, ≥ 1. */
  int maxVus();

  /**
   * Nanoseconds until no iteration begins any more; an upper bound where iterations are counted.
   */
  long lengthNanos();

  /**
   * Iterations of all VUs together that end the scenario before its length is up; 0: not bounded by
   * count.
   */
  long totalIterations();

  /** At least one; they follow each other without gaps from 0 to {@link #lengthNanos}. */
  List<Stage> stages();

  /**
   * Index of the stage at a time, for the hot path: no allocation. Times before the start belong to
   * the first stage, times after the end (a graceful stop) to the last.
   */
  default int stageIndexAt(long elapsedNanos) {
    List<Stage> stages = stages();
    int last = stages.size() - 1;
    for (int i = 0; i < last; i++) {
      if (elapsedNanos < stages.get(i).endNanos()) {
        return i;
      }
    }
    return last;
  }

  /** The stage at a time, by the rule of {@link #stageIndexAt}. */
  default Stage stageAt(long elapsedNanos) {
    return stages().get(stageIndexAt(elapsedNanos));
  }
}
