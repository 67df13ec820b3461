package dev.pulse.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the order of arrival, with repeats and pauses: the same figures. */
class ArrivalOrderTest {
  private static final String RUN = "r";

  /** A batch on its way. */
  private record Sent(SyntheticStream stream, Bytes bytes) {
    byte[] batch() {
      return bytes.get();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void resultsAreThoseOfTheSamplesWhateverTheOrderOfArrival(long seed) throws Exception {
    var random = new Random(seed);
    var streams = streams(random);
    List<Sent> sent = batches(streams, random);
    var expected = new SortedArrays();
    sent.forEach(each -> expected.add(each.batch()));
    shuffle(sent, random);

    try (var harness = new TopologyHarness()) {
      for (Sent each : sent) {
        harness.send(each.stream(), each.batch());
        if (random.nextInt(10) == 0) {
          harness.pass(Duration.ofMillis(random.nextInt(5_000)));
        }
      }
      harness.pass(Duration.ofSeconds(10));

      expected.assertEqual(harness.intervals(RUN));
      assertThat(harness.totals(RUN)).isEqualTo(harness.mergedIntervals(RUN));
      assertThat(harness.provisional(RUN)).isEmpty();
      var recomputed = Recomputation.of(sent.stream().map(Sent::batch).toList(), RUN);
      assertThat(recomputed.intervals()).isEqualTo(harness.intervals(RUN));
      for (SyntheticStream stream : streams) {
        assertThat(harness.account(stream).getSamples()).isEqualTo(stream.samples());
        assertThat(harness.account(stream).getMissingBatches()).isZero();
      }
    }
  }

  private static List<SyntheticStream> streams(Random random) {
    int agents = 1 + random.nextInt(3);
    int loops = 1 + random.nextInt(2);
    List<SyntheticStream> streams = new ArrayList<>();
    for (int agent = 0; agent < agents; agent++) {
      for (int loop = 0; loop < loops; loop++) {
        streams.add(new SyntheticStream(RUN, "agent" + agent, agent, loop, agents * loops));
      }
    }
    return streams;
  }

  private static List<Sent> batches(List<SyntheticStream> streams, Random random) {
    List<Sent> sent = new ArrayList<>();
    for (SyntheticStream stream : streams) {
      int intervals = 2 + random.nextInt(5);
      for (int interval = 0; interval < intervals; interval++) {
        for (int batch = random.nextInt(3); batch > 0; batch--) {
          sent.add(new Sent(stream, Bytes.wrap(stream.batch(interval, 1 + random.nextInt(60)))));
        }
        sent.add(new Sent(stream, Bytes.wrap(stream.closing(interval, random.nextInt(60)))));
      }
      sent.add(new Sent(stream, Bytes.wrap(stream.last(intervals, random.nextInt(30)))));
    }
    return sent;
  }

  /** From a few neighbours swapped to no order at all; some batches come twice. */
  private static void shuffle(List<Sent> sent, Random random) {
    for (int repeats = random.nextInt(5); repeats > 0; repeats--) {
      sent.add(sent.get(random.nextInt(sent.size())));
    }
    int distance = 1 + random.nextInt(sent.size());
    for (int from = 0; from < sent.size(); from += distance) {
      Collections.shuffle(sent.subList(from, Math.min(sent.size(), from + distance)), random);
    }
  }
}
