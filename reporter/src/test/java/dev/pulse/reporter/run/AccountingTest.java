package dev.pulse.reporter.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.LossRange;
import dev.pulse.protocol.v1.Manifest;
import dev.pulse.reporter.run.Accounting.Status;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AccountingTest {

  private static RunFixture fixture() {
    return new RunFixture("r", 2).ok(0, 6_000, 10_000).ok(1, 6_345, 10_000);
  }

  @Test
  void aRunWhoseNumbersAddUpIsComplete() {
    var accounting = Accounting.of(fixture().data());
    assertThat(accounting.status()).isEqualTo(Status.COMPLETE);
    assertThat(accounting.faults()).isEmpty();
    assertThat(accounting.line())
        .isEqualTo("agents 1 of 1 · scheduled 12,345 · received 12,345 · lost 0");
  }

  @Property(tries = 50)
  void scheduledIsReceivedPlusLostPlusMissing(
      @ForAll @IntRange(max = 500) int lost, @ForAll @IntRange(max = 500) int missing) {
    var run = fixture().bendManifests(manifest -> withLoss(manifest, lost, lost + missing));
    var accounting = Accounting.of(run.data());
    assertThat(accounting.scheduled())
        .isEqualTo(accounting.received() + accounting.lost() + accounting.missing());
    assertThat(accounting.lost()).isEqualTo(lost);
    assertThat(accounting.missing()).isEqualTo(missing);
    assertThat(accounting.isComplete()).isEqualTo(lost + missing == 0);
  }

  private static Manifest withLoss(Manifest manifest, long lost, long more) {
    var stream = manifest.getStreams(0).toBuilder();
    long next = stream.getScheduled();
    if (lost > 0) {
      stream.addLost(
          LossRange.newBuilder()
              .setFirstSample(next)
              .setLastSample(next + lost - 1)
              .setReason("queue full"));
    }
    return manifest.toBuilder().setStreams(0, stream.setScheduled(next + more)).build();
  }

  @Test
  void aLossIsNamedWithItsRangeAndReason() {
    var run = fixture().bendManifests(manifest -> withLoss(manifest, 100, 100));
    assertThat(Accounting.of(run.data()).faults())
        .containsExactly(
            "stream a1/0: scheduled 12,445, received 12,345, lost 12,345–12,444 (queue full)");
  }

  @Test
  void aSampleThatOnlyTheAccountsHaveMakesTheRunIncomplete() {
    var run = fixture();
    var data = new RunData("r");
    run.control().forEach(data::accept);
    RunFixture.feed(
        data,
        run.aggregates().stream()
            .filter(r -> !r.hasInterval() || r.getInterval().getInterval() == 0)
            .toList());
    var accounting = Accounting.of(data);
    assertThat(accounting.status()).isEqualTo(Status.INCOMPLETE);
    assertThat(accounting.faults())
        .containsExactly(
            "interval summaries of baseline/portfolio: 4,500 samples, the manifests say 9,259",
            "interval summaries of baseline/trade: 1,500 samples, the manifests say 3,086");
  }

  @Test
  void aTotalThatLagsBehindMakesTheRunIncomplete() {
    var data = new RunData("r");
    fixture().control().forEach(data::accept);
    RunFixture.feed(data, fixture().aggregates().stream().filter(r -> !r.hasTotal()).toList());
    assertThat(Accounting.of(data).status()).isEqualTo(Status.INCOMPLETE);
  }

  @Test
  void aRunWithoutEveryAgentsLastWordGoesOnUntilItsEndIsSaid() {
    var data = new RunData("r");
    fixture().control().stream()
        .filter(record -> !record.hasManifest() && !record.hasEnded())
        .forEach(data::accept);
    RunFixture.feed(data, fixture().aggregates());
    assertThat(Accounting.of(data).status()).isEqualTo(Status.RUNNING);
    fixture().control().stream().filter(record -> record.hasEnded()).forEach(data::accept);
    assertThat(Accounting.of(data).faults().get(0)).isEqualTo("0 of 1 agents gave their last word");
  }

  @Test
  void whatADeadAgentHadRecordedBoundsWhatIsMissing() {
    var run = fixture().bendHeartbeats(beat -> beat.toBuilder().setRequests(12_500).build());
    var data = new RunData("r");
    run.control().stream().filter(record -> !record.hasManifest()).forEach(data::accept);
    RunFixture.feed(data, run.aggregates());

    assertThat(Accounting.of(data).faults())
        .contains(
            "agent a1 was last heard of after 2.0 s with 12,500 samples recorded, of which and"
                + " since then 12,345 were received: at least 155 are missing, and what it recorded"
                + " later is unknown");
  }

  @Test
  void anAgentThatStartedTwiceAndEndedOnceIsIncomplete() {
    var data = fixture().data();
    fixture().control().stream()
        .filter(record -> record.hasHello())
        .map(r -> r.toBuilder().setHello(r.getHello().toBuilder().setIncarnation(7)).build())
        .forEach(data::accept);
    assertThat(Accounting.of(data).faults())
        .containsExactly("stream a1/0 of incarnation 7 has no manifest");
  }

  @Test
  void aRejectedBatchMakesTheRunIncomplete() {
    var data = fixture().data();
    data.acceptRejection();
    assertThat(Accounting.of(data).faults()).containsExactly("1 sample batches were rejected");
  }

  @Test
  void twoAgentsAddUp() {
    var run =
        new RunFixture("r", 1)
            .samples("a1", 0, 8, 0, 5, Outcome.OK)
            .samples("a2", 0, 4, 0, 5, Outcome.NOT_STARTED);
    assertThat(Accounting.of(run.data()).line())
        .isEqualTo("agents 2 of 2 · scheduled 12 · received 12 · lost 0");
    assertThat(run.aggregates().stream().filter(AggregateRecord::hasStream)).hasSize(2);
  }
}
