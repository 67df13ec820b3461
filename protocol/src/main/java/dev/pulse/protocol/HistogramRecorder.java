package dev.pulse.protocol;

import java.util.Arrays;

/**
 * Collects values and turns them into a {@link LatencyHistogram}. Few values are kept as bucket
 * indexes and sorted; many are counted in a dense array. So a series with ten values costs ten
 * integers, and one with a million no more than the layout. Not thread-safe; reusable.
 */
public final class HistogramRecorder {
  /** From here on counting beats sorting; also what a dense pass over the layout is worth. */
  private static final int DENSE_FROM = 4_096;

  private int[] indexes = new int[16];
  private int size;
  private long[] dense = new long[0];
  private boolean isDense;
  private long count;
  private long sumMicros;
  private long minMicros = Long.MAX_VALUE;
  private long maxMicros;

  /** Adds a value, microseconds, ≥ 0. */
  public void record(long micros) {
    count++;
    sumMicros += micros;
    minMicros = Math.min(minMicros, micros);
    maxMicros = Math.max(maxMicros, micros);
    int index = HistogramLayout.indexOf(micros);
    if (isDense) {
      dense[index]++;
    } else {
      append(index);
    }
  }

  /** Number of values since the last {@link #drain}. */
  public long count() {
    return count;
  }

  private void append(int index) {
    if (size == indexes.length) {
      if (size == DENSE_FROM) {
        goDense();
        dense[index]++;
        return;
      }
      indexes = Arrays.copyOf(indexes, 2 * size);
    }
    indexes[size++] = index;
  }

  private void goDense() {
    if (dense.length == 0) {
      dense = new long[HistogramLayout.BUCKETS];
    }
    for (int i = 0; i < size; i++) {
      dense[indexes[i]]++;
    }
    isDense = true;
  }

  /** The histogram of all values since the last call; the recorder is empty again. */
  public LatencyHistogram drain() {
    if (count == 0) {
      return LatencyHistogram.EMPTY;
    }
    var histogram = isDense ? fromDense() : fromSorted();
    count = 0;
    sumMicros = 0;
    minMicros = Long.MAX_VALUE;
    maxMicros = 0;
    size = 0;
    isDense = false;
    return histogram;
  }

  private LatencyHistogram fromSorted() {
    Arrays.sort(indexes, 0, size);
    int distinct = 1;
    for (int i = 1; i < size; i++) {
      distinct += indexes[i] == indexes[i - 1] ? 0 : 1;
    }
    int[] buckets = new int[distinct];
    long[] counts = new long[distinct];
    int at = -1;
    for (int i = 0; i < size; i++) {
      if (i == 0 || indexes[i] != indexes[i - 1]) {
        buckets[++at] = indexes[i];
      }
      counts[at]++;
    }
    return new LatencyHistogram(count, sumMicros, minMicros, maxMicros, buckets, counts);
  }

  private LatencyHistogram fromDense() {
    int from = HistogramLayout.indexOf(minMicros);
    int to = HistogramLayout.indexOf(maxMicros);
    int distinct = 0;
    for (int i = from; i <= to; i++) {
      distinct += dense[i] == 0 ? 0 : 1;
    }
    int[] buckets = new int[distinct];
    long[] counts = new long[distinct];
    for (int i = from, at = 0; i <= to; i++) {
      if (dense[i] != 0) {
        buckets[at] = i;
        counts[at++] = dense[i];
        dense[i] = 0;
      }
    }
    return new LatencyHistogram(count, sumMicros, minMicros, maxMicros, buckets, counts);
  }
}
