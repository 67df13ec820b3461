package dev.pulse.reporter.verdict;

import dev.pulse.protocol.LatencyHistogram;

/**
 * Confidence bounds for independent samples. Requests are not independent, so these are the least
 * that an interval must span, not all of it; they also hold where a bootstrap sees nothing, such as
 * no error at all in a few samples.
 */
final class BinomialBounds {
  private final double z;

  /** Bounds of a two-sided confidence, in [0.5, 1). */
  BinomialBounds(double confidence) {
    this.z = NormalQuantile.of(0.5 + confidence / 2);
  }

  /**
   * Wilson's score interval of a rate.
   *
   * @see <a href="https://www.itl.nist.gov/div898/handbook/prc/section2/prc241.htm">NIST,
   *     7.2.4.1</a>
   */
  Estimate rate(long hits, long total) {
    double share = (double) hits / total;
    double z2 = z * z;
    double centre = (share + z2 / (2 * total)) / (1 + z2 / total);
    double half =
        z * Math.sqrt(share * (1 - share) / total + z2 / (4.0 * total * total)) / (1 + z2 / total);
    return new Estimate(
        share, Math.min(share, Math.max(0, centre - half)), Math.max(share, centre + half));
  }

  /**
   * Order-statistic interval of a percentile: the values whose ranks bound it.
   *
   * @see <a href="https://online.stat.psu.edu/stat415/lesson/19/19.2">STAT 415, 19.2</a>
   */
  Estimate percentile(LatencyHistogram values, double percentile) {
    double share = percentile / 100;
    double total = values.count();
    double half = z * Math.sqrt(total * share * (1 - share));
    double low = Math.max(1, Math.floor(total * share - half));
    double high = Math.min(total, Math.ceil(total * share + half) + 1);
    return new Estimate(
        values.valueAtPercentile(percentile),
        values.valueAtPercentile(100 * low / total),
        values.valueAtPercentile(100 * high / total));
  }
}
