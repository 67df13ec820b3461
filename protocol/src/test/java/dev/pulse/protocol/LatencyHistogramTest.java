package dev.pulse.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.protocol.v1.Histogram;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  private static final double[] PERCENTILES = {1, 50, 75, 90, 95, 99, 99.9, 99.99, 100};

  @Provide
  Arbitrary<long[]> durations() {
    return Arbitraries.longs()
        .between(0, HistogramLayout.MAX_MICROS)
        .withDistribution(net.jqwik.api.RandomDistribution.biased())
        .array(long[].class)
        .ofMinSize(1)
        .ofMaxSize(300);
  }

  @Property(tries = 300)
  void bucketsAreThoseOfHdrHistogram(@ForAll("durations") long[] micros) {
    var oracle = new org.HdrHistogram.Histogram(1, HistogramLayout.MAX_MICROS, 3);
    for (long value : micros) {
      int index = HistogramLayout.indexOf(value);
      assertThat(HistogramLayout.lowest(index)).isEqualTo(oracle.lowestEquivalentValue(value));
      assertThat(HistogramLayout.highest(index)).isEqualTo(oracle.highestEquivalentValue(value));
    }
  }

  @Test
  void indexesCountUpWithoutGaps() {
    for (int index = 1; index < HistogramLayout.BUCKETS; index++) {
      assertThat(HistogramLayout.lowest(index)).isEqualTo(HistogramLayout.highest(index - 1) + 1);
      assertThat(HistogramLayout.indexOf(HistogramLayout.lowest(index))).isEqualTo(index);
    }
  }

  @Property(tries = 300)
  void percentilesAreThoseOfHdrHistogram(@ForAll("durations") long[] micros) {
    var oracle = new org.HdrHistogram.Histogram(1, HistogramLayout.MAX_MICROS, 3);
    Arrays.stream(micros).forEach(oracle::recordValue);
    var histogram = LatencyHistogram.of(micros);
    for (double percentile : PERCENTILES) {
      long expected = Math.min(oracle.getValueAtPercentile(percentile), histogram.maxMicros());
      assertThat(histogram.valueAtPercentile(percentile)).as("p%s", percentile).isEqualTo(expected);
    }
  }

  @Property(tries = 200)
  void percentilesAreWithinATenthOfAPercentOfTheSortedValues(@ForAll("durations") long[] micros) {
    var histogram = LatencyHistogram.of(micros);
    long[] sorted = LongStream.of(micros).sorted().toArray();
    for (double percentile : new double[] {50, 90, 99, 100}) {
      int rank = (int) Math.max(1, Math.ceil(percentile / 100 * sorted.length));
      long truth = sorted[rank - 1];
      assertThat(histogram.valueAtPercentile(percentile))
          .isBetween(truth, truth + truth / 1_000 + 1);
    }
  }

  @Property(tries = 200)
  void mergingIsRecordingBoth(@ForAll("durations") long[] left, @ForAll("durations") long[] right) {
    var both = LongStream.concat(LongStream.of(left), LongStream.of(right)).toArray();

    var merged = LatencyHistogram.of(left).merge(LatencyHistogram.of(right));

    assertThat(merged).isEqualTo(LatencyHistogram.of(both));
    assertThat(merged).isEqualTo(LatencyHistogram.of(right).merge(LatencyHistogram.of(left)));
    assertThat(merged.merge(LatencyHistogram.EMPTY)).isEqualTo(merged);
  }

  @Property(tries = 100)
  void accumulatingIsMerging(@ForAll("durations") long[] left, @ForAll("durations") long[] right) {
    var accumulator = new HistogramAccumulator();
    accumulator.add(LatencyHistogram.of(left));
    accumulator.add(LatencyHistogram.EMPTY);
    accumulator.add(LatencyHistogram.of(right));

    assertThat(accumulator.toHistogram())
        .isEqualTo(LatencyHistogram.of(left).merge(LatencyHistogram.of(right)));
  }

  @Property(tries = 200)
  void equalHistogramsAreEqualBytesAndReadBack(@ForAll("durations") long[] micros)
      throws InvalidRecordException {
    long[] reversed = micros.clone();
    Arrays.sort(reversed);
    var proto = LatencyHistogram.of(micros).toProto();

    assertThat(LatencyHistogram.of(reversed).toProto().toByteString())
        .isEqualTo(proto.toByteString());
    assertThat(LatencyHistogram.fromProto(proto)).isEqualTo(LatencyHistogram.of(micros));
  }

  @Test
  void manyValuesAreCountedAsFewAre() {
    long[] micros = new Random(7).longs(50_000, 0, 5_000_000).toArray();
    var inParts = LatencyHistogram.EMPTY;
    for (int from = 0; from < micros.length; from += 1_000) {
      inParts = inParts.merge(LatencyHistogram.of(Arrays.copyOfRange(micros, from, from + 1_000)));
    }

    assertThat(LatencyHistogram.of(micros)).isEqualTo(inParts);
  }

  @Test
  void aRecorderStartsAgainAfterDrain() {
    var recorder = new HistogramRecorder();
    for (int i = 0; i < 10_000; i++) {
      recorder.record(i);
    }
    recorder.drain();
    recorder.record(5);

    assertThat(recorder.drain()).isEqualTo(LatencyHistogram.of(5));
    assertThat(recorder.drain()).isEqualTo(LatencyHistogram.EMPTY);
  }

  @Test
  void longerThanAnHourCountsAsAnHour() {
    long twoHours = 2 * HistogramLayout.MAX_MICROS;

    assertThat(LatencyHistogram.of(twoHours).bucketIndex(0)).isEqualTo(HistogramLayout.BUCKETS - 1);
    assertThat(LatencyHistogram.of(twoHours).maxMicros()).isEqualTo(twoHours);
  }

  @Test
  void countsAboveABound() {
    var histogram = LatencyHistogram.of(100, 200, 300, 1_000_000);

    assertThat(histogram.countAbove(200)).isEqualTo(2);
    assertThat(histogram.countAbove(2_000_000)).isZero();
  }

  @Test
  void aHistogramThatContradictsItselfIsRefused() {
    var good = LatencyHistogram.of(5, 5, 70_000).toProto().toBuilder();
    List<Histogram.Builder> bad =
        List.of(
            good.clone().setCount(4),
            good.clone().setCounts(0, 0),
            good.clone().setCounts(0, -2),
            good.clone().addIndexDeltas(0).addCounts(1).setCount(4),
            good.clone().setIndexDeltas(1, HistogramLayout.BUCKETS),
            good.clone().setIndexDeltas(1, -1),
            good.clone().setMinMicros(4),
            good.clone().addIndexDeltas(1));
    for (var histogram : bad) {
      assertThatThrownBy(() -> LatencyHistogram.fromProto(histogram.build()))
          .isInstanceOf(InvalidRecordException.class)
          .hasMessageStartingWith("a histogram has sorted buckets that add up to its count");
    }
  }
}
