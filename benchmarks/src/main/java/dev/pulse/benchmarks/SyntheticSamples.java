package dev.pulse.benchmarks;

import dev.pulse.protocol.BatchHeader;
import dev.pulse.protocol.SampleColumns;
import dev.pulse.protocol.SampleNames;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Samples such as a load test of a healthy API gives: 50 VUs on connections that are open already,
 * response times of some milliseconds with a long tail, one request in a hundred an HTTP 500. The
 * same seed gives the same samples.
 */
public final class SyntheticSamples {
  /** Length of an interval, microseconds. */
  public static final int INTERVAL_MICROS = 1_000_000;

  private static final int VUS = 50;
  private static final int TENANTS = 5;

  /** Mean distance of two samples of a stream at 10,000 requests/s, microseconds. */
  private static final int MEAN_GAP_MICROS = 100;

  private final Random random;
  private final int series;
  private final SampleNames names;
  private long batch;
  private long sample;

  /**
   * An endless stream of samples.
   *
   * @param series requests, and so series, among which the samples are spread, ≥ 1
   */
  public SyntheticSamples(long seed, int series) {
    this.random = new Random(seed);
    this.series = series;
    this.names =
        new SampleNames(
            IntStream.range(0, series).mapToObj(i -> "request" + i).toList(),
            List.of("1 hold 50"),
            List.of("benchmark"),
            IntStream.rangeClosed(1, TENANTS).mapToObj(i -> "tenant" + i).toList(),
            List.of("HTTP 500"));
  }

  /** The dictionaries that the columns point into. */
  public SampleNames names() {
    return names;
  }

  /**
   * Fills all rows with the next samples of an interval.
   *
   * @param interval ≥ 1
   * @return the header that belongs to them
   */
  public BatchHeader fill(SampleColumns columns, long interval) {
    columns.count = SampleColumns.CAPACITY;
    long endMicros = interval * INTERVAL_MICROS;
    for (int row = 0; row < columns.count; row++) {
      endMicros += random.nextInt(2 * MEAN_GAP_MICROS);
      fillRow(columns, row, endMicros);
    }
    var header =
        new BatchHeader(
            "benchmark",
            "agent-1",
            1,
            0,
            1,
            batch++,
            sample,
            INTERVAL_MICROS,
            interval,
            endMicros,
            false);
    sample += columns.count;
    return header;
  }

  private void fillRow(SampleColumns columns, int row, long endMicros) {
    long serviceMicros = serviceMicros();
    long receiveMicros = serviceMicros / 20;
    boolean failed = random.nextInt(100) == 0;
    int vu = random.nextInt(VUS);
    columns.startLagMicros[row] = random.nextInt(30);
    columns.serviceMicros[row] = serviceMicros;
    columns.intendedStartMicros[row] = endMicros - serviceMicros - columns.startLagMicros[row];
    columns.connectMicros[row] = 0;
    columns.tlsMicros[row] = 0;
    columns.waitMicros[row] = serviceMicros - receiveMicros - 5;
    columns.receiveMicros[row] = receiveMicros;
    columns.status[row] = failed ? 500 : 200;
    columns.outcome[row] = failed ? 1 : 0;
    columns.bytesIn[row] = 1_160L + random.nextInt(8);
    columns.bytesOut[row] = 212;
    columns.requestIndex[row] = random.nextInt(series);
    columns.stageIndex[row] = 0;
    columns.scenarioIndex[row] = 0;
    columns.vu[row] = 1 + vu;
    columns.iteration[row] = (int) (sample / VUS);
    columns.tenantIndex[row] = 1 + vu % TENANTS;
    columns.errorIndex[row] = failed ? 1 : 0;
    columns.failedChecks[row] = failed ? 1 : 0;
  }

  /** Log-normal with a median of 4 ms, at least 100 µs. */
  private long serviceMicros() {
    return 100 + (long) (4_000 * Math.exp(0.6 * random.nextGaussian()));
  }
}
