package dev.pulse.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Iterations that begin at a rate that follows straight lines from stage to stage.
 *
 * @param startRate iterations begun in a time unit at the beginning, ≥ 0
 * @param timeUnit of all rates, &gt; 0
 * @param ramps where the rate goes; at least one, together longer than 0 and with an arrival
 * @param preAllocatedVus VUs that exist from the start, ≥ 1
 * @param maxVus most VUs at once, ≥ {@code preAllocatedVus}
 * @param spread how arrivals are spread
 */
public record RampingArrivalRate(
    long startRate,
    Duration timeUnit,
    List<RateRamp> ramps,
    int preAllocatedVus,
    int maxVus,
    Spread spread)
    implements ArrivalRate {

  /**
   * A stage as typed.
   *
   * @param duration ≥ 0; 0 jumps there at once
   * @param target rate at its end, iterations in a time unit, ≥ 0
   */
  public record RateRamp(Duration duration, long target) {
    /** Checks the ranges. */
    public RateRamp {
      Durations.requireNotNegative(duration, "duration");
    }
  }

  /** Checks the ranges. */
  public RampingArrivalRate {
    ArrivalRate.require(preAllocatedVus, maxVus, timeUnit);
    ramps = List.copyOf(ramps);
    if (ramps.isEmpty()) {
      throw new IllegalArgumentException("stages must have at least one entry");
    }
    if (new RateLine(stagesOf(startRate, timeUnit, ramps)).count() == 0) {
      throw new IllegalArgumentException("the stages must have at least one arrival");
    }
  }

  private static List<Stage> stagesOf(long startRate, Duration timeUnit, List<RateRamp> ramps) {
    var stages = new ArrayList<Stage>(ramps.size());
    long startNanos = 0;
    double rate = ArrivalRate.perSecond(startRate, timeUnit);
    for (RateRamp ramp : ramps) {
      long nanos = ramp.duration().toNanos();
      double target = ArrivalRate.perSecond(ramp.target(), timeUnit);
      stages.add(Stage.ofRate(stages.size() + 1, startNanos, nanos, rate, target));
      startNanos += nanos;
      rate = target;
    }
    return stages;
  }

  @Override
  public String k6Name() {
    return "ramping-arrival-rate";
  }

  @Override
  public List<Stage> stages() {
    return stagesOf(startRate, timeUnit, ramps);
  }

  @Override
  public RateLine rate() {
    return new RateLine(stages());
  }
}
