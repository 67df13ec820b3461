package dev.pulse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.SampleColumns;
import org.junit.jupiter.api.Test;

final class SyntheticSamplesTest {
  private final SampleColumns columns = new SampleColumns();

  @Test
  void everySampleEndsInItsInterval() {
    new SyntheticSamples(1, 10).fill(columns, 7);

    for (int row = 0; row < columns.count; row++) {
      assertThat(columns.endMicros(row) / SyntheticSamples.INTERVAL_MICROS).isEqualTo(7);
    }
  }

  @Test
  void theSameSeedGivesTheSameSamples() {
    var other = new SampleColumns();

    new SyntheticSamples(1, 10).fill(columns, 7);
    new SyntheticSamples(1, 10).fill(other, 7);

    assertThat(columns.serviceMicros).isEqualTo(other.serviceMicros);
    assertThat(columns.requestIndex).isEqualTo(other.requestIndex);
  }

  @Test
  void samplesAndBatchesAreNumberedWithoutGaps() {
    var samples = new SyntheticSamples(1, 10);

    samples.fill(columns, 7);
    var second = samples.fill(columns, 7);

    assertThat(second.batch()).isEqualTo(1);
    assertThat(second.firstSample()).isEqualTo(SampleColumns.CAPACITY);
  }
}
