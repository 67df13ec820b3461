package dev.pulse.scenario;

import java.time.Duration;
import java.util.List;

/**
 * A fixed number of VUs, each running as many iterations as it can, for a time.
 *
 * @param vus ≥ 1
 * @param duration &gt; 0
 */
public record ConstantVus(int vus, Duration duration) implements Executor {

  /** Checks the ranges. */
  public ConstantVus {
    Vus.require(vus, 1, "vus");
    Durations.requirePositive(duration, "duration");
  }

  @Override
  public String k6Name() {
    return "constant-vus";
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
    return duration.toNanos();
  }

  @Override
  public long totalIterations() {
    return 0;
  }

  @Override
  public List<Stage> stages() {
    return List.of(Stage.named(1, 0, lengthNanos(), vus, vus));
  }
}
