package dev.pulse.benchmarks;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.SampleBatchDecoder;
import dev.pulse.protocol.SampleBatchEncoder;
import dev.pulse.protocol.SampleBlock;
import dev.pulse.protocol.SampleColumns;
import dev.pulse.protocol.v1.SampleBatch;
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
 * The bytes of a batch to columns, nanoseconds a sample.
 *
 * <p>Read the ratio of {@link #generatedClasses} to {@link #decoder}: what reading the protobuf
 * bytes by hand saves everyone who aggregates or verifies, although {@link #decoder} also checks
 * the checksum and every rule of the format, and the generated classes check neither.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(SampleColumns.CAPACITY)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class DecodeBenchmark {
  private final byte[] bytes = batch();
  private final SampleBatchDecoder decoder = new SampleBatchDecoder();

  private static byte[] batch() {
    var samples = new SyntheticSamples(1, 10);
    var columns = new SampleColumns();
    var header = samples.fill(columns, 7);
    return new SampleBatchEncoder().encode(header, samples.names(), columns);
  }

  /** As the aggregator does it: {@link SampleBatchDecoder}, into columns that are reused. */
  @Benchmark
  public SampleBlock decoder() throws InvalidRecordException {
    return decoder.decode(bytes);
  }

  /** The same bytes by the generated parser, into a new message. */
  @Benchmark
  public SampleBatch generatedClasses() throws InvalidProtocolBufferException {
    return SampleBatch.parseFrom(bytes);
  }
}
