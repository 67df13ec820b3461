package dev.pulse.reporter.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.Histogram;
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
  void aLongWatchedRunKeepsItsTimelineAndForgetsOldHistograms() {
    var data = new RunData("r", 5);
    RunFixture.feed(data, fixture().aggregates());
    assertThat(data.timeline(Selection.all()))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("vus")
        .isEqualTo(fixture().data().timeline(Selection.all()));
    assertThat(data.figures(Selection.all().between(0, 10)).samples()).isZero();
    assertThat(data.figures(Selection.all().between(15, 19)).samples()).isPositive();
    assertThat(data.intervalSamples()).isEqualTo(fixture().data().intervalSamples());
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
