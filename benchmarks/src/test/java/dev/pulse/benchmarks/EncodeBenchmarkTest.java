package dev.pulse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.SampleColumns;
import dev.pulse.protocol.v1.SampleBatch;
import org.junit.jupiter.api.Test;

final class EncodeBenchmarkTest {
  private final EncodeBenchmark benchmark = new EncodeBenchmark();

  @Test
  void bothSidesWriteTheSameSamples() throws Exception {
    var byHand = SampleBatch.parseFrom(benchmark.encoder());
    var generated = SampleBatch.parseFrom(benchmark.generatedClasses());

    assertThat(byHand.getCount()).isEqualTo(SampleColumns.CAPACITY);
    assertThat(generated.getCount()).isEqualTo(SampleColumns.CAPACITY);
    assertThat(byHand.getIntendedStartList()).isEqualTo(generated.getIntendedStartList());
    assertThat(byHand.getServiceList()).isEqualTo(generated.getServiceList());
    assertThat(byHand.getWaitList()).isEqualTo(generated.getWaitList());
    assertThat(byHand.getStatusList()).isEqualTo(generated.getStatusList());
    assertThat(byHand.getVuList()).isEqualTo(generated.getVuList());
  }

  @Test
  void bothSidesNameTheSameRequests() throws Exception {
    var byHand = SampleBatch.parseFrom(benchmark.encoder());
    var generated = SampleBatch.parseFrom(benchmark.generatedClasses());

    for (int row = 0; row < SampleColumns.CAPACITY; row++) {
      assertThat(byHand.getRequests(byHand.getRequestIndex(row)))
          .isEqualTo(generated.getRequests(generated.getRequestIndex(row)));
    }
  }
}
