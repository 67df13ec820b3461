package dev.pulse.scenario;

import dev.pulse.scenario.ArrivalRate.Spread;

/**
 * Goes through the arrivals of a scenario in order. Every agent walks the same ones and takes those
 * of its shard. Allocates nothing; not thread-safe.
 */
public final class ArrivalWalk {
  private final RateLine rate;
  private final Spread spread;
  private final long seed;
  private long number = -1;
  private double reached;
  private long dueNanos;

  /** Stands at the first arrival. */
  ArrivalWalk(RateLine rate, Spread spread, long seed) {
    this.rate = rate;
    this.spread = spread;
    this.seed = seed;
    next();
  }

  /** Number of the arrival it stands at, from 0. */
  public long number() {
    return number;
  }

  /**
   * When the arrival it stands at is due, nanoseconds since the start of the scenario; {@code
   * Long.MAX_VALUE} after the last one.
   */
  public long dueNanos() {
    return dueNanos;
  }

  /** Goes on to the next arrival. */
  public void next() {
    number++;
    // A Poisson process of changing rate: a unit-rate one, with its time bent along the line.
    reached = spread == Spread.POISSON ? reached + exponential(number) : number;
    dueNanos = rate.nanosOf(reached);
  }

  /** An exponentially distributed distance of mean 1, a function of seed and number. */
  private double exponential(long n) {
    long bits = seed + (n + 1) * 0x9E3779B97F4A7C15L;
    bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
    double uniform = ((bits ^ (bits >>> 31)) >>> 11) * 0x1p-53;
    return -Math.log1p(-uniform);
  }
}
