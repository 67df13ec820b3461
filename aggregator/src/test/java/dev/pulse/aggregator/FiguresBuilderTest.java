package dev.pulse.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.BatchHeader;
import dev.pulse.protocol.LatencyHistogram;
import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.SampleBlock;
import dev.pulse.protocol.SampleColumns;
import dev.pulse.protocol.SeriesKey;
import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.SlowSample;
import dev.pulse.protocol.v1.ValueCount;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FiguresBuilderTest {
  private static final SeriesKey PORTFOLIO = new SeriesKey("r", "baseline", "1 ramp", "portfolio");

  private final SampleColumns columns = new SampleColumns();
  private final FiguresBuilder builder = new FiguresBuilder();

  /** A row of 1,000 µs service and 10 µs lag; everything else is zero. */
  private int row(Outcome outcome, int status) {
    int row = columns.count++;
    columns.outcome[row] = outcome.code();
    columns.status[row] = status;
    columns.serviceMicros[row] = 1_000;
    columns.startLagMicros[row] = 10;
    columns.waitMicros[row] = 700;
    columns.receiveMicros[row] = 200;
    columns.bytesIn[row] = 50;
    columns.bytesOut[row] = 20;
    columns.vu[row] = 1;
    return row;
  }

  private Figures build() {
    var header = new BatchHeader("r", "a", 7, 3, 1, 0, 100, 1_000_000, 0, 0, false);
    builder.add(new SampleBlock(header, SyntheticStream.NAMES, columns));
    return builder.drain().getOrDefault(PORTFOLIO, Figures.getDefaultInstance());
  }

  @Test
  void executedSampleWithResponseIsInEveryHistogramOfItsKind() {
    int row = row(Outcome.OK, 200);
    columns.connectMicros[row] = 30;
    columns.tlsMicros[row] = 40;

    var figures = build();

    assertThat(figures.getResponse()).isEqualTo(LatencyHistogram.of(1_010).toProto());
    assertThat(figures.getService()).isEqualTo(LatencyHistogram.of(1_000).toProto());
    assertThat(figures.getStartLag()).isEqualTo(LatencyHistogram.of(10).toProto());
    assertThat(figures.getDuration()).isEqualTo(LatencyHistogram.of(900).toProto());
    assertThat(figures.getWait()).isEqualTo(LatencyHistogram.of(700).toProto());
    assertThat(figures.getReceive()).isEqualTo(LatencyHistogram.of(200).toProto());
    assertThat(figures.getConnect()).isEqualTo(LatencyHistogram.of(30).toProto());
    assertThat(figures.getTls()).isEqualTo(LatencyHistogram.of(40).toProto());
    assertThat(figures.getStatusesList())
        .containsExactly(ValueCount.newBuilder().setValue(200).setCount(1).build());
    assertThat(figures.getBytesIn()).isEqualTo(50);
    assertThat(figures.getBytesOut()).isEqualTo(20);
    assertThat(figures.getChecksEvaluated()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"CANCELLED", "NOT_STARTED"})
  void sampleThatWasNotExecutedCountsAsOutcomeOnly(Outcome outcome) {
    int row = row(outcome, 200);
    columns.connectMicros[row] = 30;
    columns.failedChecks[row] = 1;
    columns.errorIndex[row] = 1;

    var figures = build();

    assertThat(figures.getSamples()).isEqualTo(1);
    assertThat(figures.getOutcomes(outcome.code())).isEqualTo(1);
    var rest = figures.toBuilder().clearSamples().clearOutcomes().build();
    assertThat(rest).isEqualTo(emptyFigures());
  }

  private static Figures emptyFigures() {
    var none = LatencyHistogram.EMPTY.toProto();
    return Figures.newBuilder()
        .setResponse(none)
        .setService(none)
        .setDuration(none)
        .setWait(none)
        .setReceive(none)
        .setConnect(none)
        .setTls(none)
        .setStartLag(none)
        .build();
  }

  @Test
  void sampleWithoutResponseHasNoDurationButFailsItsChecks() {
    int row = row(Outcome.TIMEOUT, 0);
    columns.failedChecks[row] = 0b101;
    columns.errorIndex[row] = 1;

    var figures = build();

    assertThat(figures.getResponse().getCount()).isEqualTo(1);
    assertThat(figures.getDuration().getCount()).isZero();
    assertThat(figures.getWait().getCount()).isZero();
    assertThat(figures.getStatusesList()).isEmpty();
    assertThat(figures.getErrors(0).getName()).isEqualTo("timeout");
    assertThat(figures.getCheckFailuresList()).containsExactly(1L, 0L, 1L);
  }

  @Test
  void redirectIsNotChecked() {
    columns.failedChecks[row(Outcome.REDIRECTED, 302)] = 1;

    var figures = build();

    assertThat(figures.getChecksEvaluated()).isZero();
    assertThat(figures.getCheckFailuresList()).isEmpty();
    assertThat(figures.getDuration().getCount()).isEqualTo(1);
  }

  @Test
  void tenSlowestAreKeptSlowestFirstAndTiesByStart() {
    for (int i = 0; i < 30; i++) {
      int row = row(Outcome.OK, 200);
      columns.serviceMicros[row] = i < 25 ? 1_000L + i : 5_000;
      columns.intendedStartMicros[row] = 1_000L - i;
    }

    var slowest = build().getSlowestList();

    assertThat(slowest.stream().map(SlowSample::getSequence))
        .containsExactly(129L, 128L, 127L, 126L, 125L, 124L, 123L, 122L, 121L, 120L);
    assertThat(slowest.get(0).getResponseMicros()).isEqualTo(5_010);
    assertThat(slowest.get(0).getStream()).isEqualTo(3);
  }

  @Test
  void seriesAreToldApartAndAnEmptyOneIsNotGiven() {
    columns.requestIndex[row(Outcome.OK, 200)] = 0;
    columns.requestIndex[row(Outcome.OK, 200)] = 1;
    columns.stageIndex[row(Outcome.OK, 200)] = 1;
    assertThat(build().getSamples()).isEqualTo(1);
    columns.clear();
    row(Outcome.OK, 200);

    build();

    assertThat(builder.drain()).isEmpty();
  }

  @Test
  void statusesAreAscendingWhateverTheirOrder() {
    IntStream.of(500, 200, 200, 404, 200).forEach(status -> row(Outcome.OK, status));

    var statuses = build().getStatusesList();

    assertThat(statuses.stream().map(ValueCount::getValue)).containsExactly(200, 404, 500);
    assertThat(statuses.stream().map(ValueCount::getCount)).containsExactly(3L, 1L, 1L);
  }
}
