package dev.pulse.benchmarks;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.pulse.protocol.HistogramAccumulator;
import dev.pulse.protocol.HistogramLayout;
import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.LatencyHistogram;
import dev.pulse.protocol.v1.Histogram;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A minute of intervals with 1,000 values each, from bytes to one merged histogram, nanoseconds an
 * interval.
 *
 * <p>Read the ratio of {@link #hdrHistogramV2} to {@link #sparsePairs}: what sorted (bucket, count)
 * pairs save a report, a live page and stage 2 of the aggregator over HdrHistogram's own format.
 * Both give the same counts in the same buckets.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(HistogramMergeBenchmark.INTERVALS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class HistogramMergeBenchmark {
  /** Histograms merged into one. */
  static final int INTERVALS = 60;

  /** Values of one histogram. */
  static final int VALUES = 1_000;

  private final List<byte[]> sparse = new ArrayList<>();
  private final List<byte[]> v2 = new ArrayList<>();

  /** Writes all histograms both ways. */
  public HistogramMergeBenchmark() {
    var random = new Random(1);
    for (int i = 0; i < INTERVALS; i++) {
      long[] micros =
          random
              .doubles(VALUES)
              .mapToLong(ignored -> 100 + (long) (4_000 * Math.exp(0.6 * random.nextGaussian())))
              .toArray();
      sparse.add(LatencyHistogram.of(micros).toProto().toByteArray());
      v2.add(encodeV2(micros));
    }
  }

  private static org.HdrHistogram.Histogram empty() {
    return new org.HdrHistogram.Histogram(1, HistogramLayout.MAX_MICROS, HistogramLayout.DIGITS);
  }

  private static byte[] encodeV2(long[] micros) {
    var histogram = empty();
    for (long value : micros) {
      histogram.recordValue(value);
    }
    var buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int bytes = histogram.encodeIntoByteBuffer(buffer);
    return Arrays.copyOf(buffer.array(), bytes);
  }

  /** As this project keeps and merges them. */
  @Benchmark
  public LatencyHistogram sparsePairs()
      throws InvalidProtocolBufferException, InvalidRecordException {
    var merged = new HistogramAccumulator();
    for (byte[] bytes : sparse) {
      merged.add(LatencyHistogram.fromProto(Histogram.parseFrom(bytes)));
    }
    return merged.toHistogram();
  }

  /** HdrHistogram's V2 encoding without deflate, decoded and added. */
  @Benchmark
  public org.HdrHistogram.Histogram hdrHistogramV2() {
    var merged = empty();
    for (byte[] bytes : v2) {
      merged.add(org.HdrHistogram.Histogram.decodeFromByteBuffer(ByteBuffer.wrap(bytes), 1));
    }
    return merged;
  }
}
