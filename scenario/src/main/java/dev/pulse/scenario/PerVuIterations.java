package dev.pulse.scenario;

import java.time.Duration;
import java.util.List;

/**
 * The same number of iterations for each VU.
 *
 * @param vus ≥ 1
 * @param iterations of each VU, ≥ 1
 * @param maxDuration after which the rest is dropped, &gt; 0
 */
public record PerVuIterations(int vus, long iterations, Duration maxDuration) implements Executor {

  /** Checks the ranges. */
  public PerVuIterations {
    Vus.require(vus, 1, "vus");
    Vus.requireIterations(iterations);
    Durations.requirePositive(maxDuration, "maxDuration");
  }

  @Override
  public String k6Name() {
    return "per-vu-iterations";
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
    return vus * iterations;
  }

  @Override
  public List<Stage> stages() {
    return List.of(Stage.named(1, 0, lengthNanos(), vus, vus));
  }
}
