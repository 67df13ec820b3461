package dev.pulse.benchmarks;

import dev.pulse.aggregator.FiguresBuilder;
import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.SampleBatchDecoder;
import dev.pulse.protocol.SampleBatchEncoder;
import dev.pulse.protocol.SampleColumns;
import dev.pulse.protocol.SeriesKey;
import dev.pulse.protocol.v1.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One interval of 50 batches to figures per series, as stage 1 of the aggregator does it,
 * nanoseconds a sample.
 *
 * <p>Read {@link #decodeAndBuild} minus {@link #decodeOnly}: what the figures themselves cost,
 * eight histograms and the counts. Read 100 series against 10: a series costs once an interval, not
 * once a sample, so the difference goes down as the request rate goes up.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(AggregateBenchmark.SAMPLES)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class AggregateBenchmark {
  private static final int BATCHES = 50;

  /** Samples of the interval. */
  static final int SAMPLES = BATCHES * SampleColumns.CAPACITY;

  /** Requests, and so series, among which the samples are spread. */
  @Param({"10", "100"})
  public int series = 10;

  private final SampleBatchDecoder decoder = new SampleBatchDecoder();
  private final FiguresBuilder builder = new FiguresBuilder();
  private final List<byte[]> batches = new ArrayList<>();

  /** Writes the interval's batches. */
  @Setup
  public void write() {
    var samples = new SyntheticSamples(1, series);
    var columns = new SampleColumns();
    var encoder = new SampleBatchEncoder();
    batches.clear();
    for (int i = 0; i < BATCHES; i++) {
      var header = samples.fill(columns, 7);
      batches.add(encoder.encode(header, samples.names(), columns));
    }
  }

  /** Batches to figures. */
  @Benchmark
  public Map<SeriesKey, Figures> decodeAndBuild() throws InvalidRecordException {
    for (byte[] batch : batches) {
      builder.add(decoder.decode(batch));
    }
    return builder.drain();
  }

  /** Batches to columns, which are only counted. */
  @Benchmark
  public long decodeOnly() throws InvalidRecordException {
    long samples = 0;
    for (byte[] batch : batches) {
      samples += decoder.decode(batch).columns().count;
    }
    return samples;
  }
}
