package dev.pulse.scenario;

import java.time.Duration;
import java.util.List;

/**
 * Iterations that begin at a fixed rate.
 *
 * @param iterationsPerUnit k6's {@code rate}: iterations begun in each time unit, ≥ 1
 * @param timeUnit &gt; 0
 * @param duration &gt; 0
 * @param preAllocatedVus VUs that exist from the start, ≥ 1
 * @param maxVus most VUs at once, ≥ {@code preAllocatedVus}
 * @param spread how arrivals are spread
 */
public record ConstantArrivalRate(
    long iterationsPerUnit,
    Duration timeUnit,
    Duration duration,
    int preAllocatedVus,
    int maxVus,
    Spread spread)
    implements ArrivalRate {

  /** Checks the ranges. */
  public ConstantArrivalRate {
    ArrivalRate.require(preAllocatedVus, maxVus, timeUnit);
    Durations.requirePositive(duration, "duration");
    if (iterationsPerUnit < 1) {
      throw new IllegalArgumentException("rate must be >= 1, is " + iterationsPerUnit);
    }
    ArrivalRate.perSecond(iterationsPerUnit, timeUnit);
  }

  @Override
  public String k6Name() {
    return "constant-arrival-rate";
  }

  @Override
  public List<Stage> stages() {
    double perSecond = ArrivalRate.perSecond(iterationsPerUnit, timeUnit);
    return List.of(Stage.ofRate(1, 0, duration.toNanos(), perSecond, perSecond));
  }

  @Override
  public RateLine rate() {
    return new RateLine(stages());
  }
}
