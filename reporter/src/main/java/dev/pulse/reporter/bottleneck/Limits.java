package dev.pulse.reporter.bottleneck;

/**
 * What the rules hold the figures against.
 *
 * @param p99AcceptanceMicros 99th percentile of response time that is no longer a pass,
 *     microseconds
 * @param p99IdealMicros below it, latency is not worth a finding; microseconds
 * @param errorRateAcceptance share of failed requests that is no longer a pass, 0..1
 */
public record Limits(long p99AcceptanceMicros, long p99IdealMicros, double errorRateAcceptance) {
  /** Share of CPU that a system under test should stay below. */
  public static final double CPU = 0.7;

  /** Share of memory that a system under test should stay below. */
  public static final double MEMORY = 0.8;

  /** The defaults of a run: 500 ms, 200 ms, 1 %. */
  public static final Limits DEFAULT = new Limits(500_000, 200_000, 0.01);
}
