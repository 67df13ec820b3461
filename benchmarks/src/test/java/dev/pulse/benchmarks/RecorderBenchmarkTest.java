package dev.pulse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.SampleColumns;
import org.junit.jupiter.api.Test;

final class RecorderBenchmarkTest {
  private final RecorderBenchmark benchmark = new RecorderBenchmark();

  @Test
  void eachCallRecordsOneFullBatchAndLosesNothing() throws InterruptedException {
    for (int call = 0; call < 40; call++) {
      assertThat(benchmark.record()).as("batch of call %d", call).isNotNull();
    }
    assertThat(benchmark.scheduled()).isEqualTo(40L * SampleColumns.CAPACITY);
  }
}
