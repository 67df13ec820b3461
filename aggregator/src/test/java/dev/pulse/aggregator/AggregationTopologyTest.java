package dev.pulse.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.Rejection;
import dev.pulse.protocol.v1.SampleBatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AggregationTopologyTest {
  private static final Duration SILENCE = Timing.DEFAULT.provisionalAfter().plusSeconds(1);

  private final TopologyHarness harness = new TopologyHarness();
  private final SortedArrays expected = new SortedArrays();

  @AfterEach
  void close() {
    harness.close();
  }

  private void send(SyntheticStream stream, byte[]... batches) {
    for (byte[] batch : batches) {
      expected.add(batch);
      harness.send(stream, batch);
    }
  }

  private void assertExact(String run) throws InvalidRecordException {
    expected.assertEqual(harness.intervals(run));
    harness.tick();
    assertThat(harness.totals(run)).isEqualTo(harness.mergedIntervals(run));
  }

  @Test
  void intervalIsEmittedOnceWhenItsStreamHasPassedIt() throws Exception {
    var stream = SyntheticStream.only("r");
    send(stream, stream.batch(0, 300), stream.batch(0, 200));
    assertThat(harness.intervals("r")).isEmpty();

    send(stream, stream.closing(0, 100));

    assertExact("r");
    assertThat(harness.samples("r")).isEqualTo(600);
    assertThat(harness.provisional("r")).isEmpty();
    harness.intervals("r").keySet().stream()
        .map(cell -> harness.writes(cell.series(), cell.interval()))
        .forEach(writes -> assertThat(writes).isEqualTo(1));
  }

  @Test
  void laterIntervalEndsTheOneBefore() throws Exception {
    var stream = SyntheticStream.only("r");

    send(stream, stream.batch(0, 10), stream.batch(5, 10), stream.last(6, 3));

    assertExact("r");
    assertThat(harness.samples("r")).isEqualTo(23);
    assertThat(harness.account(stream).getClosed()).isTrue();
  }

  @Test
  void emptyBatchMovesTheWatermark() throws Exception {
    var stream = SyntheticStream.only("r");
    send(stream, stream.batch(0, 10));

    send(stream, stream.watermark(1));

    assertExact("r");
    assertThat(harness.samples("r")).isEqualTo(10);
    assertThat(harness.account(stream).getWatermarkMicros()).isEqualTo(1_000_000);
  }

  @Test
  void duplicateBatchIsCountedOnce() throws Exception {
    var stream = SyntheticStream.only("r");
    byte[] first = stream.batch(0, 100);
    byte[] last = stream.last(0, 50);

    send(stream, first, first, last, first, last);

    assertExact("r");
    assertThat(harness.account(stream).getSamples()).isEqualTo(150);
    assertThat(harness.account(stream).getDuplicateBatches()).isEqualTo(3);
    assertThat(harness.tally.duplicates()).isEqualTo(3);
  }

  @Test
  void reorderedBatchLandsInItsInterval() throws Exception {
    var stream = SyntheticStream.only("r");
    byte[] zero = stream.batch(0, 100);
    byte[] one = stream.batch(0, 70);
    byte[] two = stream.closing(1, 30);
    byte[] three = stream.last(2, 30);

    send(stream, zero, two, three, one);

    assertExact("r");
    assertThat(harness.samples("r")).isEqualTo(230);
    assertThat(harness.account(stream).getMissingBatches()).isZero();
    assertThat(harness.account(stream).getMissingSamples()).isZero();
  }

  @Test
  void totalsOfManySeriesTakeTurnsAndAreAllThereAtTheEnd() throws Exception {
    int most = IntervalsBySeries.MOST_TOTALS_A_TICK;
    var stream = SyntheticStream.only("r").withRequests(3 * most / 2);
    // Every series in interval 0, then what settles it.
    send(stream, batches(stream, 5));
    send(stream, stream.watermark(1));
    int series = harness.mergedIntervals("r").size();
    assertThat(series).isGreaterThan(most);

    harness.tick();
    assertThat(harness.totals("r")).hasSizeBetween(1, most);
    harness.tick();
    assertThat(harness.totals("r")).isEqualTo(harness.mergedIntervals("r"));

    send(stream, stream.batch(1, 1_000));
    send(stream, stream.last(1, 1_000));
    assertThat(harness.totals("r")).isEqualTo(harness.mergedIntervals("r"));
  }

  private static byte[][] batches(SyntheticStream stream, int count) {
    var batches = new byte[count + 1][];
    for (int i = 0; i < count; i++) {
      batches[i] = stream.batch(0, 1_000);
    }
    batches[count] = stream.closing(0, 1_000);
    return batches;
  }

  @Test
  void lateBatchCorrectsTheTotalOnce() throws Exception {
    var stream = SyntheticStream.only("r");
    byte[] zero = stream.batch(0, 100);
    byte[] late = stream.batch(0, 70);
    send(stream, zero, stream.closing(1, 30), stream.closing(2, 30));
    harness.tick();
    assertThat(harness.totals("r").values().stream().mapToLong(f -> f.getSamples()).sum())
        .isEqualTo(160);

    send(stream, late, late);

    assertExact("r");
    assertThat(harness.totals("r").values().stream().mapToLong(f -> f.getSamples()).sum())
        .isEqualTo(230);
    assertThat(harness.account(stream).getMissingBatches()).isZero();
  }

  @Test
  void gapIsCountedAndDoesNotHoldAnythingBack() throws Exception {
    var stream = SyntheticStream.only("r");
    byte[] zero = stream.closing(0, 100);
    stream.lose(2, 1_500);

    send(stream, zero, stream.last(1, 10));

    assertExact("r");
    assertThat(harness.account(stream).getMissingBatches()).isEqualTo(2);
    assertThat(harness.account(stream).getMissingSamples()).isEqualTo(1_500);
    assertThat(harness.account(stream).getBatches()).isEqualTo(2);
  }

  @Test
  void intervalWaitsForAllStreams() throws Exception {
    var a = new SyntheticStream("r", "a", 1, 0, 2);
    var b = new SyntheticStream("r", "b", 2, 0, 2);
    send(a, a.closing(0, 100), a.closing(1, 100));
    assertThat(harness.intervals("r")).isEmpty();

    send(b, b.closing(0, 50));

    assertThat(harness.samples("r")).isEqualTo(150);
    assertThat(harness.provisional("r")).isEmpty();
    send(b, b.last(1, 50));
    send(a, a.last(1, 0));
    assertExact("r");
  }

  @Test
  void silentStreamMakesAnIntervalProvisionalAndItsDataMakesItFinal() throws Exception {
    var a = new SyntheticStream("r", "a", 1, 0, 2);
    var b = new SyntheticStream("r", "b", 2, 0, 2);
    send(b, b.closing(0, 50));
    send(a, a.closing(0, 100), a.closing(1, 100));
    assertThat(harness.samples("r")).isEqualTo(150);

    harness.pass(SILENCE);

    assertThat(harness.provisional("r")).containsExactly(1L);
    assertThat(harness.samples("r")).isEqualTo(250);
    assertThat(harness.totals("r")).isEqualTo(harness.mergedIntervals("r"));

    send(b, b.closing(1, 50));

    assertThat(harness.provisional("r")).isEmpty();
    assertExact("r");
  }

  @Test
  void provisionalIntervalIsNotWrittenAgainWithoutNews() {
    var a = new SyntheticStream("r", "a", 1, 0, 2);
    send(a, a.closing(0, 100));
    harness.pass(SILENCE);
    int writes = harness.writesOfAll();

    harness.pass(SILENCE);

    assertThat(harness.provisional("r")).containsExactly(0L);
    assertThat(harness.writesOfAll()).isEqualTo(writes);
  }

  @Test
  void batchesOfAnAgentThatDiedAreShown() throws Exception {
    var stream = SyntheticStream.only("r");
    send(stream, stream.closing(0, 20), stream.batch(1, 30));

    harness.pass(SILENCE);
    harness.pass(SILENCE);

    assertExact("r");
    assertThat(harness.samples("r")).isEqualTo(50);
    assertThat(harness.provisional("r")).containsExactly(1L);
    assertThat(harness.account(stream).getSamples()).isEqualTo(50);
  }

  @Test
  void agentThatStartsAgainTakesOverItsStream() throws Exception {
    var before = new SyntheticStream("r", "a", 1, 0, 1);
    var after = new SyntheticStream("r", "a", 2, 0, 1);

    send(before, before.closing(0, 20), before.batch(1, 20));
    send(after, after.closing(2, 30), after.last(3, 10));
    harness.pass(SILENCE);

    assertExact("r");
    assertThat(harness.samples("r")).isEqualTo(80);
    assertThat(harness.provisional("r")).isEmpty();
  }

  @Test
  void poisonIsKeptAsideAndTheApplicationGoesOn() throws Exception {
    var stream = SyntheticStream.only("r");
    byte[] sound = stream.closing(0, 100);
    byte[] corrupt = sound.clone();
    corrupt[40] ^= 1;

    harness.send(stream.key(), corrupt);
    harness.send(stream.key(), new byte[] {1, 2, 3});
    harness.send(new byte[] {(byte) 0xff}, new byte[0]);
    send(stream, sound);

    assertExact("r");
    var rejected = harness.rejected();
    assertThat(rejected).hasSize(3);
    assertThat(rejected.get(0).value()).isEqualTo(corrupt);
    assertThat(header(rejected.get(0), Rejection.REASON)).isEqualTo("CORRUPT");
    assertThat(header(rejected.get(0), Rejection.ORIGIN)).isEqualTo("pulse.samples-0@0");
    assertThat(header(rejected.get(0), Rejection.MESSAGE)).contains("checksum");
    assertThat(harness.tally.rejected()).isEqualTo(3);
  }

  @Test
  void absentValueIsRejected() {
    harness.samplesWithoutValue();

    assertThat(harness.rejected()).hasSize(1);
  }

  @Test
  void newerSchemaIsRejected() throws Exception {
    var stream = SyntheticStream.only("r");
    byte[] newer = sealed(SampleBatch.parseFrom(stream.batch(0, 3)).toBuilder().setSchema(2));

    harness.send(stream.key(), newer);

    assertThat(header(harness.rejected().get(0), Rejection.REASON)).isEqualTo("NEWER_SCHEMA");
    assertThat(harness.tally.batches()).isZero();
  }

  @Test
  void samplesThatCameBeforeUnderAnotherBatchNumberAreRejected() throws Exception {
    var stream = SyntheticStream.only("r");
    byte[] first = stream.batch(0, 100);
    stream.lose(0, -50);
    byte[] overlapping = stream.batch(0, 100);
    send(stream, first);

    harness.send(stream, overlapping);
    stream.lose(0, -50);
    send(stream, stream.last(0, 10));

    assertThat(header(harness.rejected().get(0), Rejection.REASON)).isEqualTo("INCONSISTENT");
    assertExact("r");
    assertThat(harness.samples("r")).isEqualTo(110);
  }

  @Test
  void runsWithClocksHoursApartDoNotDisturbEachOther() throws Exception {
    var live = SyntheticStream.only("live");
    var replayed = SyntheticStream.only("replayed");
    var expectedOfReplayed = new SortedArrays();
    for (int interval = 0; interval < 20; interval++) {
      send(live, live.closing(interval + 36_000L, 40));
      byte[] batch = replayed.closing(interval, 30);
      expectedOfReplayed.add(batch);
      harness.send(replayed, batch);
    }

    assertExact("live");
    expectedOfReplayed.assertEqual(harness.intervals("replayed"));
    assertThat(harness.provisional("live")).isEmpty();
    assertThat(harness.provisional("replayed")).isEmpty();
  }

  @Test
  void purgedRunKeepsItsResultsAndRecognisesRepeats() throws Exception {
    var stream = SyntheticStream.only("r");
    byte[] first = stream.closing(0, 100);
    byte[] never = stream.batch(1, 10);
    send(stream, first, stream.last(2, 10));
    harness.pass(Timing.DEFAULT.finalRunKept().plusSeconds(1));

    harness.send(stream, first);
    harness.send(stream, never);
    harness.pass(SILENCE);

    assertExact("r");
    assertThat(harness.samples("r")).isEqualTo(110);
    assertThat(harness.tally.expired()).isPositive();
    assertThat(harness.tally.duplicates()).isEqualTo(1);
    assertThat(harness.account(stream).getSamples()).isEqualTo(120);
  }

  @Test
  void runThatIsNotFinalIsKeptLonger() throws Exception {
    var stream = SyntheticStream.only("r");
    send(stream, stream.closing(0, 100));
    harness.pass(Timing.DEFAULT.finalRunKept().plusMinutes(30));

    send(stream, stream.last(0, 10));

    assertExact("r");
    assertThat(harness.tally.expired()).isZero();
  }

  @Test
  void stateOfALongRunStaysBounded() throws Exception {
    var stream = SyntheticStream.only("r");
    int intervals = Timing.DEFAULT.settledIntervals() + 50;
    byte[] late = stream.batch(0, 10);
    for (int interval = 0; interval < intervals; interval++) {
      send(stream, stream.closing(interval, 10));
    }

    harness.send(stream, late);

    assertExact("r");
    assertThat(harness.tally.expired()).isPositive();
    assertThat(harness.partials()).isLessThanOrEqualTo(5L * Timing.DEFAULT.settledIntervals());
  }

  private static String header(
      org.apache.kafka.streams.test.TestRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  /** A batch as another writer would make it: generated classes, checksum last. */
  private static byte[] sealed(SampleBatch.Builder batch) {
    byte[] bytes = batch.clearCrc32C().build().toByteArray();
    var crc = new CRC32C();
    crc.update(bytes);
    byte[] sealed = Arrays.copyOf(bytes, bytes.length + 5);
    sealed[bytes.length] = 0x7d;
    for (int i = 0; i < 4; i++) {
      sealed[bytes.length + 1 + i] = (byte) (crc.getValue() >>> (8 * i));
    }
    return sealed;
  }
}
