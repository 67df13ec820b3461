package dev.pulse.protocol;

import org.HdrHistogram.Histogram;

/**
 * Merges many histograms: a dense HdrHistogram (about 190 kB) takes each non-empty bucket in a few
 * nanoseconds, where merging pairwise would copy what was merged before. Reading asks for each
 * bucket between the least and the greatest value: HdrHistogram's iterators cost several times as
 * much. Not thread-safe; reusable.
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
    int first = HistogramLayout.indexOf(minMicros);
    int last = HistogramLayout.indexOf(maxMicros);
    int size = 0;
    for (int index = first; index <= last; index++) {
      size += countOf(index) == 0 ? 0 : 1;
    }
    int[] indexes = new int[size];
    long[] counts = new long[size];
    for (int index = first, at = 0; index <= last; index++) {
      long values = countOf(index);
      if (values != 0) {
        indexes[at] = index;
        counts[at++] = values;
      }
    }
    return new LatencyHistogram(count, sumMicros, minMicros, maxMicros, indexes, counts);
  }

  private long countOf(int index) {
    return dense.getCountAtValue(HistogramLayout.lowest(index));
  }

  /** Everything added since the last call, as one histogram; it is empty again. */
  LatencyHistogram drain() {
    var histogram = toHistogram();
    dense.reset();
    count = 0;
    sumMicros = 0;
    minMicros = Long.MAX_VALUE;
    maxMicros = 0;
    return histogram;
  }
}
