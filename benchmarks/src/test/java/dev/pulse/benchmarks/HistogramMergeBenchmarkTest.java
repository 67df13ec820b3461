package dev.pulse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HistogramMergeBenchmarkTest {
  private static final long VALUES =
      (long) HistogramMergeBenchmark.INTERVALS * HistogramMergeBenchmark.VALUES;

  private final HistogramMergeBenchmark benchmark = new HistogramMergeBenchmark();

  @Test
  void bothSidesMergeToTheSamePercentiles() throws Exception {
    var sparse = benchmark.sparsePairs();
    var v2 = benchmark.hdrHistogramV2();

    assertThat(sparse.count()).isEqualTo(VALUES);
    assertThat(v2.getTotalCount()).isEqualTo(VALUES);
    // Only the greatest value differs: kept exactly here, as the top of its bucket there.
    for (double percentile : new double[] {1, 50, 90, 99, 99.9}) {
      assertThat(sparse.valueAtPercentile(percentile))
          .isEqualTo(v2.getValueAtPercentile(percentile));
    }
  }
}
