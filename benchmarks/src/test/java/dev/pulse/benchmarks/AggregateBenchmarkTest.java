package dev.pulse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.v1.Figures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AggregateBenchmarkTest {
  private final AggregateBenchmark benchmark = new AggregateBenchmark();

  @ParameterizedTest
  @ValueSource(ints = {10, 100})
  void everySampleIsInTheFiguresOfOneSeries(int series) throws Exception {
    benchmark.series = series;
    benchmark.write();

    var figures = benchmark.decodeAndBuild();

    assertThat(figures).hasSize(series);
    assertThat(figures.values().stream().mapToLong(Figures::getSamples).sum())
        .isEqualTo(AggregateBenchmark.SAMPLES);
    assertThat(benchmark.decodeOnly()).isEqualTo(AggregateBenchmark.SAMPLES);
  }

  @ParameterizedTest
  @ValueSource(ints = 10)
  void theSecondCallGivesTheFiguresOfTheFirst(int series) throws Exception {
    benchmark.series = series;
    benchmark.write();

    var first = benchmark.decodeAndBuild();

    assertThat(benchmark.decodeAndBuild()).isEqualTo(first);
  }
}
