package dev.pulse.reporter.correlation;

import java.util.Arrays;
import org.hipparchus.stat.ranking.NaNStrategy;
import org.hipparchus.stat.ranking.NaturalRanking;
import org.hipparchus.stat.ranking.TiesStrategy;

/**
 * Ranks of a series with the part that goes along with the load taken out, of length 1, so that the
 * product of two is their partial rank correlation.
 */
final class PartialRanks {
  private final double[] load;

  /** Takes the load at each point; one that does not change takes nothing out. */
  PartialRanks(double[] load) {
    this.load = unit(ranks(load));
  }

  /** Points that are NaN get no weight; all are 0 where the series does not change. */
  double[] of(double[] values) {
    double[] ranks = ranks(values);
    double slope = product(ranks, load);
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] -= slope * load[i];
    }
    return unit(ranks);
  }

  /** Ranks less their mean; 0 where the value is NaN. */
  private static double[] ranks(double[] values) {
    double[] present = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    double[] ranks = new double[values.length];
    if (present.length == 0) {
      return ranks;
    }
    double[] ranked = new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE).rank(present);
    double mean = (present.length + 1) / 2.0;
    int next = 0;
    for (int i = 0; i < values.length; i++) {
      ranks[i] = Double.isNaN(values[i]) ? 0 : ranked[next++] - mean;
    }
    return ranks;
  }

  private static double[] unit(double[] values) {
    double length = Math.sqrt(product(values, values));
    // What is left of a series that is the load itself is rounding.
    double[] unit = new double[values.length];
    if (length > 1e-6 * values.length) {
      for (int i = 0; i < unit.length; i++) {
        unit[i] = values[i] / length;
      }
    }
    return unit;
  }

  static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
