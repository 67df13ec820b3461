package dev.pulse.scenario;

import java.time.Duration;

/**
 * A stage as typed in {@code stages}: where the number of VUs goes, and how long that takes.
 *
 * @param duration ≥ 0; 0 jumps there at once
 * @param target VUs at its end, ≥ 0
 */
public record Ramp(Duration duration, int target) {

  /** Checks the ranges. */
  public Ramp {
    Durations.requireNotNegative(duration, "duration");
    Vus.require(target, 0, "target");
  }
}
