package dev.pulse.reporter.export;

import dev.pulse.protocol.BatchHeader;
import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.SampleBatchEncoder;
import dev.pulse.protocol.SampleColumns;
import dev.pulse.protocol.SampleNames;
import java.util.List;

/** Encoded batches with samples of every sort. */
public final class SampleFixture {
  private static final SampleNames NAMES =
      new SampleNames(
          List.of("portfolio", "trade"),
          List.of("1 hold 100"),
          List.of("baseline"),
          List.of("tenant1"),
          List.of("connection \"refused\", twice"));

  private SampleFixture() {}

  /** A batch of samples that end in its interval; the first is refused, the last not started. */
  public static byte[] batch(
      SampleBatchEncoder encoder, String run, int stream, int batch, int count) {
    var columns = new SampleColumns();
    for (int row = 0; row < count; row++) {
      fill(columns, row, batch, count);
    }
    columns.count = count;
    var header =
        new BatchHeader(
            run,
            "a1",
            1,
            stream,
            3,
            batch,
            (long) batch * count,
            1_000_000,
            batch,
            batch * 1_000_000L,
            false);
    return encoder.encode(header, NAMES, columns);
  }

  private static void fill(SampleColumns columns, int row, int batch, int count) {
    boolean refused = row == 0;
    boolean notStarted = row == count - 1;
    columns.intendedStartMicros[row] = batch * 1_000_000L + row;
    columns.startLagMicros[row] = notStarted ? 0 : 250;
    columns.serviceMicros[row] = notStarted ? 0 : 20_500;
    columns.waitMicros[row] = refused || notStarted ? 0 : 20_000;
    columns.receiveMicros[row] = refused || notStarted ? 0 : 500;
    columns.status[row] = refused || notStarted ? 0 : 200;
    columns.outcome[row] =
        (refused ? Outcome.CONNECTION_REFUSED : notStarted ? Outcome.NOT_STARTED : Outcome.OK)
            .code();
    columns.bytesIn[row] = 1_000;
    columns.bytesOut[row] = 200;
    columns.requestIndex[row] = row % 2;
    columns.vu[row] = row + 1;
    columns.tenantIndex[row] = 1;
    columns.errorIndex[row] = refused ? 1 : 0;
    columns.failedChecks[row] = refused ? 0b11 : 0;
  }
}
