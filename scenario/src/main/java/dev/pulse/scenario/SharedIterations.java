package dev.pulse.scenario;

import java.time.Duration;
import java.util.List;

/**
 * A fixed number of iterations that VUs take from one heap, the faster ones more of them.
 *
 * @param vus ≥ 1 and ≤ iterations
 * @param iterations of all VUs together, ≥ 1
 * @param maxDuration after which the rest is dropped, &gt; 0
 */
public record SharedIterations(int vus, long iterations, Duration maxDuration) implements Executor {

  /** What k6 allows for counted iterations. */
  public static final Duration DEFAULT_MAX_DURATION = Duration.ofMinutes(10);

  /** Checks the ranges. */
  public SharedIterations {
    Vus.require(vus, 1, "vus");
    Vus.requireIterations(iterations);
    Durations.requirePositive(maxDuration, "maxDuration");
    if (vus > iterations) {
      throw new IllegalArgumentException(
          "iterations must be >= vus, are " + iterations + " for " + vus + " VUs");
    }
  }

  @Override
  public String k6Name() {
    return "shared-iterations";
  }

  @Override
  public int targetVus(long elapsedNanos) {
    return elapsedNanos >= 0 && elapsedNanos < lengthNanos() ? vus : 0;
  }

  @Override
  public int maxVus() {
    return vus;
  }

  @Override
  public long lengthNanos() {
    return maxDuration.toNanos();
  }

  @Override
  public long totalIterations() {
    return iterations;
  }

  @Override
  public List<Stage> stages() {
    return List.of(Stage.named(1, 0, lengthNanos(), vus, vus));
  }
}
