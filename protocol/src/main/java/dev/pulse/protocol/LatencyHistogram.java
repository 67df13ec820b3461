package dev.pulse.protocol;

import static dev.pulse.protocol.InvalidRecordException.Reason.INCONSISTENT;

import dev.pulse.protocol.v1.Histogram;
import java.util.Arrays;

/**
 * An immutable histogram of microseconds: the non-empty buckets of {@link HistogramLayout}, sorted,
 * with exact count, sum, least and greatest value. Its size goes with the number of non-empty
 * buckets (12 bytes each), never with the number of values. Equal histograms are equal bytes.
 *
 * <p>Histograms are merged, never averaged; every percentile that this project shows comes from
 * {@link #valueAtPercentile} of a merged one.
 */
public final class LatencyHistogram {
  /** No values. */
  public static final LatencyHistogram EMPTY =
      new LatencyHistogram(0, 0, 0, 0, new int[0], new long[0]);

  private final long count;
  private final long sumMicros;
  private final long minMicros;
  private final long maxMicros;
  private final int[] indexes;
  private final long[] counts;

  /** Takes ownership of the arrays: sorted distinct indexes, positive counts that add up. */
  LatencyHistogram(
      long count, long sumMicros, long minMicros, long maxMicros, int[] indexes, long[] counts) {
    this.count = count;
    this.sumMicros = sumMicros;
    this.minMicros = minMicros;
    this.maxMicros = maxMicros;
    this.indexes = indexes;
    this.counts = counts;
  }

  /** The histogram of some values, microseconds, each ≥ 0. */
  public static LatencyHistogram of(long... micros) {
    var recorder = new HistogramRecorder();
    for (long value : micros) {
      recorder.record(value);
    }
    return recorder.drain();
  }

  /** Number of values. */
  public long count() {
    return count;
  }

  /** Sum of the values, microseconds, exact. */
  public long sumMicros() {
    return sumMicros;
  }

  /** Least value, microseconds, exact; 0 if empty. */
  public long minMicros() {
    return minMicros;
  }

  /** Greatest value, microseconds, exact; 0 if empty. */
  public long maxMicros() {
    return maxMicros;
  }

  /** Arithmetic mean, microseconds; 0 if empty. */
  public double meanMicros() {
    return count == 0 ? 0 : (double) sumMicros / count;
  }

  /** Number of non-empty buckets. */
  public int buckets() {
    return indexes.length;
  }

  /** Layout index of the {@code i}-th non-empty bucket. */
  public int bucketIndex(int i) {
    return indexes[i];
  }

  /** Count of the {@code i}-th non-empty bucket, > 0. */
  public long bucketCount(int i) {
    return counts[i];
  }

  /**
   * The value that a share of all values do not exceed, as HdrHistogram defines it: the greatest
   * value of the bucket that holds the value of rank {@code ceil(percentile / 100 × count)}, at
   * most 0.1 % above the true value. It never exceeds {@link #maxMicros}.
   *
   * @param percentile 0..100; 0 gives the least value
   * @return microseconds; 0 if empty
   */
  public long valueAtPercentile(double percentile) {
    if (percentile <= 0 || count == 0) {
      return minMicros;
    }
    long rank = rank(percentile);
    long seen = 0;
    for (int i = 0; i < indexes.length; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return Math.min(HistogramLayout.highest(indexes[i]), maxMicros);
      }
    }
    return maxMicros;
  }

  private long rank(double percentile) {
    // HdrHistogram's own step down, lest 99.9 % of 1,000 become rank 1,000 by rounding.
    double share = Math.nextAfter(Math.min(percentile, 100.0), Double.NEGATIVE_INFINITY);
    return Math.max(1, (long) Math.ceil(share * count / 100.0));
  }

  /** Number of values in buckets that lie wholly above a bound, microseconds. */
  public long countAbove(long micros) {
    long above = 0;
    for (int i = indexes.length - 1; i >= 0 && HistogramLayout.lowest(indexes[i]) > micros; i--) {
      above += counts[i];
    }
    return above;
  }

  /** The histogram of both sets of values. Commutative and associative, exactly. */
  public LatencyHistogram merge(LatencyHistogram other) {
    if (count == 0) {
      return other;
    }
    if (other.count == 0) {
      return this;
    }
    int[] mergedIndexes = new int[indexes.length + other.indexes.length];
    long[] mergedCounts = new long[mergedIndexes.length];
    int size = 0;
    for (int a = 0, b = 0; a < indexes.length || b < other.indexes.length; size++) {
      int left = a < indexes.length ? indexes[a] : Integer.MAX_VALUE;
      int right = b < other.indexes.length ? other.indexes[b] : Integer.MAX_VALUE;
      mergedIndexes[size] = Math.min(left, right);
      mergedCounts[size] =
          (left <= right ? counts[a++] : 0) + (right <= left ? other.counts[b++] : 0);
    }
    return new LatencyHistogram(
        count + other.count,
        sumMicros + other.sumMicros,
        Math.min(minMicros, other.minMicros),
        Math.max(maxMicros, other.maxMicros),
        Arrays.copyOf(mergedIndexes, size),
        Arrays.copyOf(mergedCounts, size));
  }

  /** The wire form. */
  public Histogram toProto() {
    var proto =
        Histogram.newBuilder()
            .setCount(count)
            .setSumMicros(sumMicros)
            .setMinMicros(minMicros)
            .setMaxMicros(maxMicros);
    int before = 0;
    for (int i = 0; i < indexes.length; i++) {
      proto.addIndexDeltas(indexes[i] - before).addCounts(counts[i]);
      before = indexes[i];
    }
    return proto.build();
  }

  /**
   * Reads the wire form.
   *
   * @throws InvalidRecordException if the pairs are not sorted, not positive, outside the layout,
   *     or do not add up to the count
   */
  public static LatencyHistogram fromProto(Histogram proto) throws InvalidRecordException {
    int size = proto.getIndexDeltasCount();
    if (size != proto.getCountsCount() || size > HistogramLayout.BUCKETS) {
      throw invalid(size + " indexes for " + proto.getCountsCount() + " counts");
    }
    int[] indexes = new int[size];
    long[] counts = new long[size];
    long total = 0;
    long index = 0;
    for (int i = 0; i < size; i++) {
      long delta = Integer.toUnsignedLong(proto.getIndexDeltas(i));
      index += delta;
      counts[i] = proto.getCounts(i);
      if (index >= HistogramLayout.BUCKETS || (i > 0 && delta == 0) || counts[i] <= 0) {
        throw invalid("bucket " + index + " with count " + counts[i]);
      }
      indexes[i] = (int) index;
      total += counts[i];
    }
    checkTotals(proto, total, indexes);
    return new LatencyHistogram(
        total, proto.getSumMicros(), proto.getMinMicros(), proto.getMaxMicros(), indexes, counts);
  }

  private static void checkTotals(Histogram proto, long total, int[] indexes)
      throws InvalidRecordException {
    if (total != proto.getCount() || total < 0) {
      throw invalid("counts add up to " + total + ", count is " + proto.getCount());
    }
    boolean extremesFit =
        indexes.length == 0
            ? proto.getMinMicros() == 0 && proto.getMaxMicros() == 0
            : HistogramLayout.indexOf(proto.getMinMicros()) == indexes[0]
                && HistogramLayout.indexOf(proto.getMaxMicros()) == indexes[indexes.length - 1];
    if (!extremesFit || proto.getMinMicros() < 0 || proto.getSumMicros() < 0) {
      throw invalid(
          "min " + proto.getMinMicros() + " and max " + proto.getMaxMicros() + " do not fit");
    }
  }

  private static InvalidRecordException invalid(String what) {
    return new InvalidRecordException(
        INCONSISTENT, "a histogram has sorted buckets that add up to its count: " + what);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LatencyHistogram that
        && count == that.count
        && sumMicros == that.sumMicros
        && minMicros == that.minMicros
        && maxMicros == that.maxMicros
        && Arrays.equals(indexes, that.indexes)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(indexes) * 31 + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return count + " values, " + minMicros + ".." + maxMicros + " µs";
  }
}
