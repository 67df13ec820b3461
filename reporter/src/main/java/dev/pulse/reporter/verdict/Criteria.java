package dev.pulse.reporter.verdict;

/**
 * What runs are judged by; {@code criteria.yaml} as values.
 *
 * @param p99Micros 99th percentile of response time, microseconds
 * @param errorRate errors per executed request, 0..1
 * @param utilisation how much of its machines the system under test should use at most
 * @param evidence how much of it a verdict needs
 * @param load when the load counts as held
 */
public record Criteria(
    Band p99Micros, Band errorRate, Utilisation utilisation, Evidence evidence, LoadLimits load) {
  /** Bounds of AlphaPulse: p99 under 500 ms and errors under 1 %, up to 700 ms and 2 % marginal. */
  public static final Criteria DEFAULT =
      new Criteria(
          new Band(200_000, 500_000, 700_000),
          new Band(0.01, 0.01, 0.02),
          Utilisation.DEFAULT,
          Evidence.DEFAULT,
          LoadLimits.DEFAULT);

  /**
   * What CPU and memory of the system under test are held against; the verdict of a run does not
   * depend on them.
   *
   * @param cpu most mean share of CPU in use, 0..1
   * @param memory most mean share of memory in use, 0..1
   */
  public record Utilisation(double cpu, double memory) {
    /** 70 % and 80 %. */
    public static final Utilisation DEFAULT = new Utilisation(0.7, 0.8);

    /** Checks the ranges above. */
    public Utilisation {
      require(cpu > 0 && cpu <= 1, "cpu must be 0..100%", cpu);
      require(memory > 0 && memory <= 1, "memory must be 0..100%", memory);
    }
  }

  /**
   * How much evidence a verdict needs.
   *
   * @param confidence of the intervals, in [0.5, 1)
   * @param resamples of the bootstrap, ≥ 100
   * @param samplesBeyond samples that must lie beyond a percentile: p99 needs a hundred times as
   *     many in all
   * @param minIntervals intervals with data that a bootstrap needs, ≥ 2
   */
  public record Evidence(double confidence, int resamples, int samplesBeyond, int minIntervals) {
    /** 95 %, 1,000 resamples, 10 samples beyond the percentile, 10 intervals. */
    public static final Evidence DEFAULT = new Evidence(0.95, 1_000, 10, 10);

    /** Checks the ranges above. */
    public Evidence {
      require(confidence >= 0.5 && confidence < 1, "confidence must be 50%..99.9%", confidence);
      require(resamples >= 100 && resamples <= 100_000, "resamples must be 100..100000", resamples);
      require(samplesBeyond >= 1, "samples_beyond must be at least 1", samplesBeyond);
      require(minIntervals >= 2, "min_intervals must be at least 2", minIntervals);
    }

    /** Least number of samples for a percentile, 0..100. */
    public long minSamples(double percentile) {
      return (long) Math.ceil(samplesBeyond * 100 / (100 - percentile));
    }
  }

  /**
   * When the load counts as held.
   *
   * @param startLagMicros most 99th percentile of start lag in a second, of closed executors (with
   *     an arrival rate the lag is the target's doing)
   * @param loopLagMicros most time an event loop may be late
   * @param machineCpu most share of the generator's machine in use, 0..1
   * @param vusHeld least share of the planned VUs that must be active, 0..1
   * @param toleratedSeconds share of the seconds that may be beyond a limit, 0..1
   * @param longestGapMicros longest time under load in which no sample may end
   */
  public record LoadLimits(
      long startLagMicros,
      long loopLagMicros,
      double machineCpu,
      double vusHeld,
      double toleratedSeconds,
      long longestGapMicros) {
    /** 50 ms, 100 ms, 95 %, 95 %, 5 % of the seconds, 30 s. */
    public static final LoadLimits DEFAULT =
        new LoadLimits(50_000, 100_000, 0.95, 0.95, 0.05, 30_000_000);

    /** Checks the ranges above. */
    public LoadLimits {
      require(startLagMicros > 0, "start_lag must be above 0", (double) startLagMicros);
      require(loopLagMicros > 0, "loop_lag must be above 0", (double) loopLagMicros);
      require(longestGapMicros > 0, "longest_gap must be above 0", (double) longestGapMicros);
      require(machineCpu > 0 && machineCpu <= 1, "machine_cpu must be 0..100%", machineCpu);
      require(vusHeld >= 0 && vusHeld <= 1, "vus_held must be 0..100%", vusHeld);
      require(
          toleratedSeconds >= 0 && toleratedSeconds < 1,
          "tolerated_seconds must be 0%..99%",
          toleratedSeconds);
    }
  }

  private static void require(boolean holds, String rule, double is) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ", is " + is);
    }
  }
}
