package dev.pulse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.SampleColumns;
import org.junit.jupiter.api.Test;

final class DecodeBenchmarkTest {
  private final DecodeBenchmark benchmark = new DecodeBenchmark();

  @Test
  void bothSidesReadTheSameSamples() throws Exception {
    var columns = benchmark.decoder().columns();
    var generated = benchmark.generatedClasses();

    assertThat(columns.count).isEqualTo(SampleColumns.CAPACITY);
    for (int row = 0; row < columns.count; row++) {
      assertThat(columns.serviceMicros[row]).isEqualTo(generated.getService(row));
      assertThat(columns.status[row]).isEqualTo(generated.getStatus(row));
    }
  }
}
