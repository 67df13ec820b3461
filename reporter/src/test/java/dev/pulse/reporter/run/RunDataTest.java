package dev.pulse.reporter.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Histogram;
import dev.pulse.protocol.v1.Judged;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RunDataTest {

  private static RunFixture fixture() {
    var run = new RunFixture("r", 20);
    for (int second = 0; second < 20; second++) {
      run.ok(second, 40, 10_000L + second * 1_000L);
      run.samples("a1", second, second % 3, 0, 700_000, Outcome.TIMEOUT);
    }
    return run;
  }

  @Property(tries = 25)
  void theOrderOfRecordsDoesNotMatter(@ForAll long seed) {
    var fixture = fixture();
    var shuffled = new ArrayList<>(fixture.aggregates());
    Collections.shuffle(shuffled, new Random(seed));
    var data = new RunData("r");
    RunFixture.feed(data, shuffled);
    fixture.control().forEach(data::accept);

    var straight = fixture.data();
    assertThat(data.figures(Selection.all()).toProto())
        .isEqualTo(straight.figures(Selection.all()).toProto());
    assertThat(data.timeline(Selection.all())).isEqualTo(straight.timeline(Selection.all()));
    assertThat(Accounting.of(data)).isEqualTo(Accounting.of(straight));
  }

  @Property(tries = 25)
  void totalsAreTheSumOverAnyCutOfTheIntervals(@ForAll @IntRange(min = 1, max = 19) int cut) {
    var data = fixture().data();
    long before = data.figures(Selection.all().between(0, cut - 1)).samples();
    long after = data.figures(Selection.all().between(cut, 19)).samples();
    assertThat(before + after).isEqualTo(data.figures(Selection.all()).samples());
  }

  @Test
  void recordsThatComeTwiceAreCountedOnce() {
    var fixture = fixture();
    var data = fixture.data();
    fixture.control().forEach(data::accept);
    RunFixture.feed(data, fixture.aggregates());
    assertThat(Accounting.of(data)).isEqualTo(Accounting.of(fixture.data()));
    assertThat(data.heartbeats()).hasSize(20);
  }

  @Test
  void aVerdictThatWasToldChangesNothingThatIsKnownOfTheRun() {
    var data = fixture().data();
    long before = data.lastWordEpochMicros();

    data.accept(
        ControlRecord.newBuilder()
            .setRun("r")
            .setAtEpochMicros(before + 1_000_000)
            .setJudged(Judged.newBuilder().setVerdict("FAIL"))
            .build());

    assertThat(data.lastWordEpochMicros()).isEqualTo(before);
    assertThat(Accounting.of(data)).isEqualTo(Accounting.of(fixture().data()));
  }

  @Test
  void anIntervalWrittenAgainReplacesTheOneBefore() {
    var data = new RunFixture("r", 1).ok(0, 10, 5_000).data();
    assertThat(data.timeline(Selection.all()).get(0).samples()).isEqualTo(10);
    assertThat(data.figures(Selection.all().between(0, 0)).samples()).isEqualTo(10);
    RunFixture.feed(data, new RunFixture("r", 1).ok(0, 30, 5_000).aggregates());
    assertThat(data.timeline(Selection.all()).get(0).samples()).isEqualTo(30);
    assertThat(data.figures(Selection.all().between(0, 0)).samples()).isEqualTo(30);
    assertThat(data.figures(Selection.all()).samples()).isEqualTo(30);
  }

  @Test
  void figuresAreOfTheSelectedSeriesOnly() {
    var data = fixture().data();
    var trade = data.figures(Selection.all().ofRequest("trade"));
    var portfolio = data.figures(Selection.all().ofRequest("portfolio"));
    assertThat(trade.samples()).isEqualTo(200);
    assertThat(trade.samples() + portfolio.samples())
        .isEqualTo(data.figures(Selection.all()).samples());
    assertThat(data.figures(Selection.all().ofScenario("other")).samples()).isZero();
  }

  @Test
  void recordsOfOtherRunsArePassedOver() {
    var data = new RunData("other");
    RunFixture.feed(data, fixture().aggregates());
    fixture().control().forEach(data::accept);
    assertThat(data.hasPlan()).isFalse();
    assertThat(data.intervals()).isEmpty();
  }

  @Test
  void aHistogramThatContradictsItselfIsRefusedAndChangesNothing() {
    var data = fixture().data();
    var before = data.figures(Selection.all()).toProto();
    var good = fixture().aggregates().stream().filter(AggregateRecord::hasTotal).findFirst();
    var bad = good.orElseThrow().toBuilder();
    bad.getTotalBuilder()
        .getFiguresBuilder()
        .setResponse(Histogram.newBuilder().setCount(3).addIndexDeltas(7).addCounts(1));
    assertThatThrownBy(() -> data.accept(bad.build())).isInstanceOf(InvalidRecordException.class);
    assertThat(data.figures(Selection.all()).toProto()).isEqualTo(before);
  }

  @Test
  void aRunOfManyIntervalsIsMergedIntoWiderRowsOfTheSameSamples() throws Exception {
    var data = new RunData("r", new IntervalStore.Limits(5, 6, Long.MAX_VALUE, 2));
    RunFixture.feed(data, fixture().aggregates());
    var whole = fixture().data();

    assertThat(data.intervalsPerPoint()).isEqualTo(4);
    var rows = data.responses(Selection.all());
    assertThat(rows).extracting(ResponseInterval::interval).containsExactly(0L, 4L, 8L, 12L, 16L);
    for (ResponseInterval row : rows) {
      var merged =
          whole.figures(Selection.all().between(row.interval(), row.interval() + 3)).response();
      assertThat(row.response()).isEqualTo(merged);
    }
    assertThat(data.timeline(Selection.all()))
        .extracting(TimelinePoint::lengthMicros)
        .containsOnly(4_000_000);
    assertThat(data.figures(Selection.all().between(19, 19)).toProto())
        .isEqualTo(whole.figures(Selection.all().between(19, 19)).toProto());
    assertThat(data.intervalSamples()).isEqualTo(whole.intervalSamples());
    assertThat(data.intervals()).isEqualTo(whole.intervals());
  }

  @Test
  void anIntervalThatIsWrittenAgainAfterItWasMergedIsCountedOnceAndNamed() throws Exception {
    var data = new RunData("r", new IntervalStore.Limits(5, 6, Long.MAX_VALUE, 2));
    var records = fixture().aggregates();
    RunFixture.feed(data, records);
    RunFixture.feed(data, records);

    assertThat(data.intervalSamples()).isEqualTo(fixture().data().intervalSamples());
    assertThat(data.rewritten()).extracting(IntervalStore.Cell::interval).contains(0L, 14L);
    assertThat(data.rewritten()).extracting(IntervalStore.Cell::interval).doesNotContain(15L);
    long held = data.responses(Selection.all()).stream().mapToLong(ResponseInterval::samples).sum();
    assertThat(held).isEqualTo(fixture().data().figures(Selection.all()).samples());
  }

  @Test
  void vusAreThoseOfAllAgentsTogether() {
    var data =
        new RunFixture("r", 3)
            .samples("a1", 0, 1, 0, 5, Outcome.OK)
            .samples("a2", 0, 1, 0, 5, Outcome.OK)
            .data();
    assertThat(data.vusAt(1_500_000)).isEqualTo(100);
    assertThat(data.vusAt(60_000_000)).isEqualTo(-1);
    assertThat(data.timeline(Selection.all()))
        .extracting(TimelinePoint::vus)
        .isEqualTo(List.of(100));
  }
}
