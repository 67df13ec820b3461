package dev.pulse.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.Histogram;
import dev.pulse.protocol.v1.LossRange;
import dev.pulse.protocol.v1.Manifest;
import dev.pulse.protocol.v1.StreamManifest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private final SyntheticStream stream = SyntheticStream.only("r");
  private final List<byte[]> batches = new ArrayList<>();
  private List<AggregateRecord> records = List.of();

  @BeforeEach
  void aggregateARun() {
    batches.add(stream.closing(0, 100));
    batches.add(stream.closing(1, 100));
    batches.add(stream.last(2, 50));
    records = aggregate(batches);
  }

  private List<AggregateRecord> aggregate(List<byte[]> sent) {
    try (var harness = new TopologyHarness()) {
      sent.forEach(batch -> harness.send(stream, batch));
      harness.tick();
      return harness.latest();
    }
  }

  private static Manifest manifest(long scheduled, LossRange... lost) {
    return Manifest.newBuilder()
        .setAgent("a")
        .setIncarnation(7)
        .addStreams(StreamManifest.newBuilder().setScheduled(scheduled).addAllLost(List.of(lost)))
        .build();
  }

  private Verification verify(Manifest... manifests) {
    return Verification.compare(Recomputation.of(batches, "r"), records, List.of(manifests));
  }

  @Test
  void runIsCompleteWhenEverythingAddsUp() {
    var verification = verify(manifest(250));

    assertThat(verification.differences()).isEmpty();
    assertThat(verification.isComplete()).isTrue();
    assertThat(verification.summary()).isEqualTo("250 of 250 samples accounted for");
  }

  @Test
  void samplesThatNeverArrivedAreNamed() {
    var verification = verify(manifest(300));

    assertThat(verification.isComplete()).isFalse();
    assertThat(verification.summary()).isEqualTo("250 of 300 samples accounted for");
    assertThat(verification.differences())
        .containsExactly("a (7) stream 0: samples 250..299 are missing in Kafka");
  }

  @Test
  void samplesThatTheAgentLostAreNamedWithItsReason() {
    var lost =
        LossRange.newBuilder()
            .setFirstSample(250)
            .setLastSample(299)
            .setReason("buffer full")
            .build();

    var verification = verify(manifest(300, lost));

    assertThat(verification.isComplete()).isFalse();
    assertThat(verification.differences())
        .containsExactly("a (7) stream 0: samples 250..299 were lost by the agent: buffer full");
  }

  @Test
  void gapInTheMiddleIsNamed() {
    batches.remove(1);
    records = aggregate(batches);

    assertThat(verify(manifest(250)).differences())
        .containsExactly("a (7) stream 0: samples 100..199 are missing in Kafka");
  }

  @Test
  void runWithoutManifestIsNotComplete() {
    var verification = verify();

    assertThat(verification.isComplete()).isFalse();
    assertThat(verification.accounted()).isEqualTo(250);
    assertThat(verification.differences())
        .contains("a (7) stream 0: left no manifest, what it sent is not known");
  }

  @Test
  void intervalThatWasNotAggregatedIsNamed() {
    records =
        records.stream()
            .filter(record -> !record.hasInterval() || record.getInterval().getInterval() != 1)
            .toList();

    var verification = verify(manifest(250));

    assertThat(verification.accounted()).isEqualTo(150);
    assertThat(verification.differences()).isNotEmpty();
    assertThat(verification.differences())
        .allMatch(difference -> difference.endsWith("interval 1: was never aggregated"));
  }

  @Test
  void bucketThatDiffersIsNamedThoughTheCountsAreEqual() {
    var changed = records.stream().filter(AggregateRecord::hasInterval).findFirst().orElseThrow();
    var edited = changed.toBuilder();
    Histogram response = changed.getInterval().getFigures().getResponse();
    edited
        .getIntervalBuilder()
        .getFiguresBuilder()
        .setResponse(
            response.toBuilder()
                .setIndexDeltas(
                    response.getIndexDeltasCount() - 1,
                    response.getIndexDeltas(response.getIndexDeltasCount() - 1) + 1));
    records = new ArrayList<>(records);
    records.set(records.indexOf(changed), edited.build());

    var verification = verify(manifest(250));

    assertThat(verification.accounted()).isEqualTo(250);
    assertThat(verification.isComplete()).isFalse();
    assertThat(verification.differences())
        .singleElement()
        .asString()
        .endsWith("response histogram buckets differ");
  }

  @Test
  void totalThatLagsBehindIsNamed() {
    records =
        records.stream()
            .map(
                record ->
                    record.hasTotal()
                        ? record.toBuilder()
                            .setTotal(record.getTotal().toBuilder().clearFigures())
                            .build()
                        : record)
            .toList();

    assertThat(verify(manifest(250)).differences())
        .isNotEmpty()
        .allMatch(difference -> difference.startsWith("total of "));
  }

  @Test
  void requestCountsOfTheManifestAreChecked() {
    var manifest = manifest(250).toBuilder();
    manifest
        .getStreamsBuilder(0)
        .addRequestsBuilder()
        .setScenario("baseline")
        .setRequest("portfolio")
        .setSamples(1);

    assertThat(verify(manifest.build()).differences())
        .singleElement()
        .asString()
        .startsWith("baseline / portfolio: samples must be 1, is ");
  }

  @Test
  void longListOfDifferencesIsCut() {
    var differences = new Differences();
    for (int i = 0; i < 250; i++) {
      differences.add("x");
    }

    assertThat(differences.toList()).hasSize(101).last().isEqualTo("and 150 more");
  }
}
