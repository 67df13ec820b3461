package dev.pulse.protocol;

/**
 * HdrHistogram's buckets for microseconds, 1 µs to 1 h, 3 significant digits: values below 2,048
 * have a bucket each, above that a bucket is at most 0.1 % of its value wide.
 *
 * <p>The index of a bucket is HdrHistogram's own counts index, so that the wire format is defined
 * by a public library; a test holds the two together.
 *
 * @see <a href="https://hdrhistogram.github.io/HdrHistogram/">HdrHistogram</a>
 */
public final class HistogramLayout {
  /** Largest value told apart, microseconds: one hour. Larger ones are recorded as this. */
  public static final long MAX_MICROS = 3_600_000_000L;

  /** Significant decimal digits of a bucket. */
  public static final int DIGITS = 3;

  private static final int SUB_BUCKET_HALF_COUNT_MAGNITUDE = 10;
  private static final int SUB_BUCKET_HALF_COUNT = 1 << SUB_BUCKET_HALF_COUNT_MAGNITUDE;
  private static final long SUB_BUCKET_MASK = (2L << SUB_BUCKET_HALF_COUNT_MAGNITUDE) - 1;
  private static final int LEADING_ZERO_BASE = 64 - SUB_BUCKET_HALF_COUNT_MAGNITUDE - 1;

  /** Number of buckets: indexes are below it. */
  public static final int BUCKETS = indexOf(MAX_MICROS) + 1;

  private HistogramLayout() {}

  /**
   * Bucket of a value.
   *
   * @param micros microseconds, ≥ 0; above {@link #MAX_MICROS} counts as that
   * @return index in [0, {@link #BUCKETS})
   */
  public static int indexOf(long micros) {
    long value = Math.min(micros, MAX_MICROS);
    int bucket = LEADING_ZERO_BASE - Long.numberOfLeadingZeros(value | SUB_BUCKET_MASK);
    int subBucket = (int) (value >>> bucket);
    return ((bucket + 1) << SUB_BUCKET_HALF_COUNT_MAGNITUDE) + subBucket - SUB_BUCKET_HALF_COUNT;
  }

  /** Smallest value of a bucket, microseconds. */
  public static long lowest(int index) {
    int bucket = (index >> SUB_BUCKET_HALF_COUNT_MAGNITUDE) - 1;
    int subBucket = (index & (SUB_BUCKET_HALF_COUNT - 1)) + SUB_BUCKET_HALF_COUNT;
    if (bucket < 0) {
      return index;
    }
    return (long) subBucket << bucket;
  }

  /** Largest value of a bucket, microseconds: what a percentile that falls into it reports. */
  public static long highest(int index) {
    int bucket = Math.max(0, (index >> SUB_BUCKET_HALF_COUNT_MAGNITUDE) - 1);
    return lowest(index) + (1L << bucket) - 1;
  }
}
