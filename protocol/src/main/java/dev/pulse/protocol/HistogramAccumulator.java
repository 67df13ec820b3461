package dev.pulse.protocol;

import org.HdrHistogram.Histogram;

/**
 * Merges many histograms: a dense HdrHistogram (about 190 kB) takes each non-empty bucket in a few
 * nanoseconds, where merging pairwise would copy what was merged before. Not thread-safe.
 */
public final class HistogramAccumulator {
  private final Histogram dense =
      new Histogram(1, HistogramLayout.MAX_MICROS, HistogramLayout.DIGITS);
  private long count;
  private long sumMicros;
  private long minMicros = Long.MAX_VALUE;
  private long maxMicros;

  /** Adds all values of a histogram. */
  public void add(LatencyHistogram histogram) {
    if (histogram.count() == 0) {
      return;
    }
    for (int i = 0; i < histogram.buckets(); i++) {
      dense.recordValueWithCount(
          HistogramLayout.lowest(histogram.bucketIndex(i)), histogram.bucketCount(i));
    }
    count += histogram.count();
    sumMicros += histogram.sumMicros();
    minMicros = Math.min(minMicros, histogram.minMicros());
    maxMicros = Math.max(maxMicros, histogram.maxMicros());
  }

  /** Everything added so far, as one histogram. */
  public LatencyHistogram toHistogram() {
    if (count == 0) {
      return LatencyHistogram.EMPTY;
    }
    int size = 0;
    for (var ignored : dense.recordedValues()) {
      size++;
    }
    int[] indexes = new int[size];
    long[] counts = new long[size];
    int at = 0;
    for (var bucket : dense.recordedValues()) {
      indexes[at] = HistogramLayout.indexOf(bucket.getValueIteratedTo());
      counts[at++] = bucket.getCountAtValueIteratedTo();
    }
    return new LatencyHistogram(count, sumMicros, minMicros, maxMicros, indexes, counts);
  }
}
