package dev.pulse.scenario;

import java.time.Duration;
import java.util.Locale;

/**
 * The open model: iterations begin when their time has come, however long others take; an arrival
 * that finds no VU free is dropped. Arrival <em>n</em> (from 0) has a time of its own, the same for
 * every agent.
 */
public sealed interface ArrivalRate extends Executor
    permits ConstantArrivalRate, RampingArrivalRate {

  /** Far beyond one machine, a second. */
  long MAX_RATE = 10_000_000;

  /** How arrivals are spread over the rate. */
  enum Spread {
    /** Equal distances, as in k6. */
    REGULAR,
    /** Independent of each other, as users are: a Poisson process. */
    POISSON;

    /** Name in a scenario file. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** VUs that exist from the start, ≥ 1. */
  int preAllocatedVus();

  /** How arrivals are spread. */
  Spread spread();

  /** The rate over time. */
  RateLine rate();

  /** All arrivals in order, from the first; the same ones for the same seed. */
  default ArrivalWalk arrivals(long seed) {
    return new ArrivalWalk(rate(), spread(), seed);
  }

  @Override
  default int targetVus(long elapsedNanos) {
    return elapsedNanos >= 0 && elapsedNanos < lengthNanos() ? maxVus() : 0;
  }

  @Override
  default long totalIterations() {
    return 0;
  }

  @Override
  default long lengthNanos() {
    return rate().lengthNanos();
  }

  /** Checks what both executors have. */
  static void require(int preAllocatedVus, int maxVus, Duration timeUnit) {
    Vus.require(preAllocatedVus, 1, "preAllocatedVUs");
    Vus.require(maxVus, 1, "maxVUs");
    Durations.requirePositive(timeUnit, "timeUnit");
    if (maxVus < preAllocatedVus) {
      throw new IllegalArgumentException(
          "maxVUs must be >= preAllocatedVUs, is " + maxVus + " for " + preAllocatedVus);
    }
  }

  /** Arrivals a second of a number in each time unit. */
  static double perSecond(long rate, Duration timeUnit) {
    double perSecond = rate * 1e9 / timeUnit.toNanos();
    if (rate < 0 || perSecond > MAX_RATE) {
      throw new IllegalArgumentException(
          "a rate must be 0.." + MAX_RATE + " a second, is " + perSecond);
    }
    return perSecond;
  }
}
