package dev.pulse.reporter.verdict;

import dev.pulse.protocol.HistogramAccumulator;
import dev.pulse.protocol.HistogramLayout;
import dev.pulse.protocol.LatencyHistogram;
import dev.pulse.reporter.run.ResponseInterval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/**
 * Confidence intervals of p99 and error rate by a circular moving block bootstrap over intervals:
 * requests near each other in time fare alike, so whole stretches are drawn, not single requests,
 * and each drawn set is merged and read like the run itself.
 *
 * <p>The blocks' length follows from how long a bad interval is followed by bad ones (Carlstein's
 * rule for a first-order autoregression). The same data and seed give the same intervals.
 *
 * @see <a href="https://www.jstor.org/stable/2241822">Künsch, "The Jackknife and the Bootstrap for
 *     General Stationary Observations"</a>
 * @see <a href="https://www.jstor.org/stable/2241057">Carlstein, "The Use of Subseries Values"</a>
 */
final class BlockBootstrap {
  /** Longer runs are cut into this many stretches first, so the work is bounded. */
  static final int MAX_UNITS = 1_000;

  private static final double PERCENTILE = 99;

  /** The rule is for the best variance; the ends of an interval want longer blocks (measured). */
  private static final double SPARE = 2;

  private static final double[] LEVELS = {50, 90, PERCENTILE};

  private final List<Unit> units;
  private final int blockLength;
  private final List<Unit> blocks;
  private final int resamples;
  private final SplittableRandom random;

  /** A stretch of time: what is drawn. */
  private record Unit(long executed, long errors, LatencyHistogram response) {}

  /**
   * Two intervals.
   *
   * @param p99Micros of response time
   * @param errorRate 0..1
   */
  record Intervals(Estimate p99Micros, Estimate errorRate) {}

  /**
   * Prepares the blocks.
   *
   * @param intervals those with data, in order, at least one
   * @param resamples how many sets are drawn
   * @param seed of the drawing
   */
  BlockBootstrap(List<ResponseInterval> intervals, int resamples, long seed) {
    this.units = units(intervals);
    this.blockLength = blockLength(units);
    this.blocks = blocks();
    this.resamples = resamples;
    this.random = new SplittableRandom(seed);
  }

  private static List<Unit> units(List<ResponseInterval> intervals) {
    int size = (intervals.size() + MAX_UNITS - 1) / MAX_UNITS;
    var units = new ArrayList<Unit>();
    for (int from = 0; from < intervals.size(); from += size) {
      var stretch = intervals.subList(from, Math.min(intervals.size(), from + size));
      units.add(
          merge(
              stretch.stream()
                  .map(i -> new Unit(i.executed(), i.errors(), i.response()))
                  .toList()));
    }
    return units;
  }

  private static Unit merge(List<Unit> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    var response = new HistogramAccumulator();
    parts.forEach(part -> response.add(part.response()));
    return new Unit(
        parts.stream().mapToLong(Unit::executed).sum(),
        parts.stream().mapToLong(Unit::errors).sum(),
        response.toHistogram());
  }

  /** Intervals in a block, for tests and texts. */
  int blockLength() {
    return blockLength;
  }

  private static int blockLength(List<Unit> units) {
    int count = units.size();
    double rho = persistence(units);
    double factor = Math.pow(2 * rho / (1 - rho * rho), 2.0 / 3);
    double length = SPARE * Math.cbrt(count) * Math.max(1, factor);
    return (int) Math.max(1, Math.min(Math.ceil(length), Math.max(1, count / 5)));
  }

  /**
   * How much a stretch fares like the one before: of the share of failed and of slow requests. Slow
   * at several levels, because few requests beyond p99 are mostly chance, which hides persistence.
   */
  private static double persistence(List<Unit> units) {
    double rho = autocorrelation(units.stream().mapToDouble(u -> share(u.errors(), u.executed())));
    var all = merge(units).response();
    for (double level : LEVELS) {
      long bound = all.valueAtPercentile(level);
      rho =
          Math.max(
              rho,
              autocorrelation(
                  units.stream()
                      .map(Unit::response)
                      .mapToDouble(r -> share(r.countAbove(bound), r.count()))));
    }
    return rho;
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  /** Of lag one, in [0, 0.97]: negative ones need no longer blocks. */
  private static double autocorrelation(DoubleStream series) {
    double[] values = series.toArray();
    double mean = Arrays.stream(values).average().orElse(0);
    double products = 0;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
      products += i == 0 ? 0 : (values[i] - mean) * (values[i - 1] - mean);
    }
    return squares == 0 ? 0 : Math.max(0, Math.min(0.97, products / squares));
  }

  private List<Unit> blocks() {
    var blocks = new ArrayList<Unit>(units.size());
    for (int start = 0; start < units.size(); start++) {
      var parts = new ArrayList<Unit>(blockLength);
      for (int i = 0; i < blockLength; i++) {
        parts.add(units.get((start + i) % units.size()));
      }
      blocks.add(merge(parts));
    }
    return blocks;
  }

  /**
   * Draws and reads the intervals off.
   *
   * @param confidence two-sided, in [0.5, 1)
   */
  Intervals intervals(double confidence) {
    double[] p99 = new double[resamples];
    double[] errorRate = new double[resamples];
    long[] dense = new long[HistogramLayout.BUCKETS];
    for (int i = 0; i < resamples; i++) {
      Arrays.fill(dense, 0);
      errorRate[i] = draw(dense);
      p99[i] = percentile(dense);
    }
    var all = merge(units);
    double rate = share(all.errors(), all.executed());
    return new Intervals(
        estimate((double) all.response().valueAtPercentile(PERCENTILE), p99, confidence),
        estimate(rate, errorRate, confidence));
  }

  /** Adds the drawn blocks' buckets up and returns their error rate. */
  private double draw(long[] dense) {
    long executed = 0;
    long errors = 0;
    for (int drawn = 0; drawn < units.size(); drawn += blockLength) {
      var block = blocks.get(random.nextInt(blocks.size()));
      executed += block.executed();
      errors += block.errors();
      var response = block.response();
      for (int i = 0; i < response.buckets(); i++) {
        dense[response.bucketIndex(i)] += response.bucketCount(i);
      }
    }
    return share(errors, executed);
  }

  private static double percentile(long[] dense) {
    long count = Arrays.stream(dense).sum();
    long rank = Math.max(1, (long) Math.ceil(count * Math.nextDown(PERCENTILE) / 100));
    long seen = 0;
    for (int index = 0; index < dense.length; index++) {
      seen += dense[index];
      if (seen >= rank) {
        return HistogramLayout.highest(index);
      }
    }
    return 0;
  }

  private Estimate estimate(double value, double[] drawn, double confidence) {
    Arrays.sort(drawn);
    double tail = tail(confidence);
    int low = (int) Math.floor(tail * (drawn.length - 1));
    int high = (int) Math.ceil((1 - tail) * (drawn.length - 1));
    return new Estimate(value, value, value).widened(drawn[low], drawn[high]);
  }

  /** Share of the drawn sets beyond either end: fewer where few blocks tell, as Student has it. */
  private double tail(double confidence) {
    double blocksInAll = (double) units.size() / blockLength;
    return NormalQuantile.beyond(
        NormalQuantile.student(0.5 + confidence / 2, Math.max(2, blocksInAll - 1)));
  }
}
