package dev.pulse.benchmarks;

import dev.pulse.protocol.BatchHeader;
import dev.pulse.protocol.SampleBatchEncoder;
import dev.pulse.protocol.SampleColumns;
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
 * Columns to the bytes of a batch, nanoseconds a sample.
 *
 * <p>Read the ratio of {@link #generatedClasses} to {@link #encoder}: what writing the protobuf
 * bytes by hand saves the publisher thread. Both give a message with the same fields; with {@code
 * -prof gc} read {@code gc.alloc.rate.norm} likewise.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(SampleColumns.CAPACITY)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class EncodeBenchmark {
  private final SyntheticSamples samples = new SyntheticSamples(1, 10);
  private final SampleColumns columns = new SampleColumns();
  private final BatchHeader header = samples.fill(columns, 7);
  private final SampleBatchEncoder encoder = new SampleBatchEncoder();

  /** As the generator does it: {@link SampleBatchEncoder}, checksum included. */
  @Benchmark
  public byte[] encoder() {
    return encoder.encode(header, samples.names(), columns);
  }

  /** The same message by the generated builder, without the checksum. */
  @Benchmark
  public byte[] generatedClasses() {
    return GeneratedBatch.encode(header, samples.names(), columns);
  }
}
