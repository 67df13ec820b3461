package dev.pulse.benchmarks;

import dev.pulse.generator.record.Handover;
import dev.pulse.generator.record.Sample;
import dev.pulse.generator.record.SampleBuffer;
import dev.pulse.generator.record.SampleRecorder;
import dev.pulse.protocol.SampleColumns;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * What an event loop does to record a request, nanoseconds a sample.
 *
 * <p>Read {@link #record} minus {@link #scratchOnly}: the recorder itself, column writes,
 * numbering, and a thousandth of handing over a batch. With {@code -prof gc} {@code
 * gc.alloc.rate.norm} of both must be about nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(SampleColumns.CAPACITY)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class RecorderBenchmark {
  /** An interval that never ends, so that every batch is full. */
  private static final long ENDLESS_MICROS = 1L << 50;

  private static final int SERVICE_MICROS = 250;

  private final Handover handover = new Handover(1);
  private final SampleRecorder recorder =
      new SampleRecorder(0, ENDLESS_MICROS, 1, 1, handover, RecorderBenchmark::refuseLoss);
  private final Sample sample = new Sample();
  private long nowMicros;

  private static void refuseLoss(int stream, long first, long last, String reason) {
    throw new IllegalStateException("lost " + first + ".." + last + ": " + reason);
  }

  /**
   * Records a batch of samples and plays the publisher, who gives it back.
   *
   * @return the batch, full
   */
  @Benchmark
  public @Nullable SampleBuffer record() throws InterruptedException {
    for (int i = 0; i < SampleColumns.CAPACITY; i++) {
      finishRequest();
      recorder.record(sample, nowMicros);
    }
    var sealed = handover.takeSealed(0);
    if (sealed != null) {
      handover.giveBack(sealed);
    }
    return sealed;
  }

  /** The same requests, of which nothing is kept. */
  @Benchmark
  public void scratchOnly(Blackhole blackhole) {
    for (int i = 0; i < SampleColumns.CAPACITY; i++) {
      finishRequest();
      blackhole.consume(sample);
    }
  }

  private void finishRequest() {
    sample.begin(nowMicros, nowMicros);
    sample.writtenMicros = nowMicros + 1;
    nowMicros += SERVICE_MICROS;
    sample.firstByteMicros = nowMicros - 10;
    sample.bytesIn = 1_160;
    sample.bytesOut = 180;
    sample.status = 200;
  }

  /** Samples recorded so far. */
  long scheduled() {
    return recorder.scheduled();
  }
}
