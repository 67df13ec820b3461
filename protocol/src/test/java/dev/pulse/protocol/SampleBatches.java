package dev.pulse.protocol;

import java.util.List;
import java.util.Random;

/** Batches for tests, drawn from a seed. */
final class SampleBatches {
  static final SampleNames NAMES =
      new SampleNames(
          List.of("portfolio", "trades", "positions"),
          List.of("1 ramp 0→100", "2 hold 100"),
          List.of("baseline"),
          List.of("tenant1", "tenant2"),
          List.of("connection refused"));

  static final int INTERVAL_MICROS = 1_000_000;

  private SampleBatches() {}

  static BatchHeader header(long interval) {
    return new BatchHeader(
        "20261123-210312-baseline",
        "local",
        0xCAFEBABE12345678L,
        1,
        2,
        7,
        6_500,
        INTERVAL_MICROS,
        interval,
        (interval + 1) * INTERVAL_MICROS,
        false);
  }

  /** Samples that end in the given interval, ends not decreasing. */
  static SampleColumns columns(long seed, int rows, long interval) {
    var random = new Random(seed);
    var c = new SampleColumns();
    for (int row = 0; row < rows; row++) {
      fill(c, row, random);
      long end = interval * INTERVAL_MICROS + (long) row * INTERVAL_MICROS / rows;
      c.intendedStartMicros[row] = end - c.responseMicros(row);
      c.count++;
    }
    return c;
  }

  private static void fill(SampleColumns c, int row, Random random) {
    boolean failed = random.nextInt(50) == 0;
    c.startLagMicros[row] = random.nextInt(900);
    c.waitMicros[row] = 500 + (long) (4_000 * Math.exp(random.nextGaussian()));
    c.receiveMicros[row] = random.nextInt(60);
    c.connectMicros[row] = row % 40 == 0 ? 120 + random.nextInt(50) : 0;
    c.tlsMicros[row] = 0;
    c.serviceMicros[row] = c.connectMicros[row] + c.durationMicros(row) + random.nextInt(5);
    c.status[row] = failed ? 0 : 200;
    c.outcome[row] = (failed ? Outcome.CONNECTION_REFUSED : Outcome.OK).code();
    c.bytesIn[row] = failed ? 0 : 900 + random.nextInt(300);
    c.bytesOut[row] = 180;
    c.requestIndex[row] = random.nextInt(3);
    c.stageIndex[row] = 1;
    c.scenarioIndex[row] = 0;
    c.vu[row] = 1 + random.nextInt(100);
    c.iteration[row] = row / 100;
    c.tenantIndex[row] = random.nextInt(3);
    c.errorIndex[row] = failed ? 1 : 0;
    c.failedChecks[row] = failed ? 3 : 0;
  }
}
