package dev.pulse.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.LatencyHistogram;
import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.SampleBatchDecoder;
import dev.pulse.protocol.SeriesKey;
import dev.pulse.protocol.v1.Figures;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The figures of a run by sorted arrays: no histogram, no Streams, and none of the aggregator's
 * rules.
 */
final class SortedArrays {
  /** One sample, as far as it is checked. */
  private record Row(int outcome, long response, long service, int status, long waited, long in) {}

  private final Map<String, List<Row>> rows = new TreeMap<>();
  private final Map<String, SeriesInterval> cells = new TreeMap<>();
  private final Set<String> seen = new HashSet<>();
  private final SampleBatchDecoder decoder = new SampleBatchDecoder();

  void add(byte[] bytes) {
    try {
      var block = decoder.decode(bytes);
      var header = block.header();
      if (!seen.add(StreamLedger.keyOf(header) + "#" + header.batch())) {
        return;
      }
      var columns = block.columns();
      for (int i = 0; i < columns.count; i++) {
        var cell =
            new SeriesInterval(
                new SeriesKey(header.run(), block.scenario(i), block.stage(i), block.request(i)),
                header.interval());
        cells.put(cell.toString(), cell);
        rows.computeIfAbsent(cell.toString(), k -> new ArrayList<>())
            .add(
                new Row(
                    columns.outcome[i],
                    columns.responseMicros(i),
                    columns.serviceMicros[i],
                    columns.status[i],
                    columns.waitMicros[i],
                    columns.bytesIn[i]));
      }
    } catch (InvalidRecordException e) {
      throw new AssertionError(e);
    }
  }

  /** Checks every figure of every cell, and that there are no other cells. */
  void assertEqual(Map<SeriesInterval, Figures> actual) throws InvalidRecordException {
    assertThat(actual.keySet().stream().map(SeriesInterval::toString))
        .hasSameElementsAs(rows.keySet());
    for (var entry : actual.entrySet()) {
      assertEqual(entry.getValue(), rows.getOrDefault(entry.getKey().toString(), List.of()));
    }
  }

  private static void assertEqual(Figures figures, List<Row> expected)
      throws InvalidRecordException {
    assertThat(figures.getSamples()).isEqualTo(expected.size());
    for (int code = 0; code < figures.getOutcomesCount(); code++) {
      int outcome = code;
      assertThat(figures.getOutcomes(code))
          .isEqualTo(expected.stream().filter(row -> row.outcome == outcome).count());
    }
    var executed = expected.stream().filter(row -> Outcome.ofCode(row.outcome).isExecuted());
    var ran = executed.toList();
    assertThat(figures.getBytesIn()).isEqualTo(ran.stream().mapToLong(Row::in).sum());
    assertEqual(
        LatencyHistogram.fromProto(figures.getResponse()), ran.stream().mapToLong(Row::response));
    assertEqual(
        LatencyHistogram.fromProto(figures.getService()), ran.stream().mapToLong(Row::service));
    assertEqual(
        LatencyHistogram.fromProto(figures.getWait()),
        ran.stream().filter(row -> row.status > 0).mapToLong(Row::waited));
    assertThat(figures.getSlowestList().stream().map(slow -> slow.getResponseMicros()))
        .containsExactlyElementsOf(
            ran.stream()
                .map(Row::response)
                .sorted((a, b) -> Long.compare(b, a))
                .limit(10)
                .toList());
  }

  private static void assertEqual(
      LatencyHistogram histogram, java.util.stream.LongStream expected) {
    long[] sorted = expected.sorted().toArray();
    assertThat(histogram.count()).isEqualTo(sorted.length);
    if (sorted.length == 0) {
      return;
    }
    assertThat(histogram.sumMicros()).isEqualTo(java.util.Arrays.stream(sorted).sum());
    assertThat(histogram.minMicros()).isEqualTo(sorted[0]);
    assertThat(histogram.maxMicros()).isEqualTo(sorted[sorted.length - 1]);
    for (double percentile : new double[] {50, 90, 99, 100}) {
      long exact = sorted[(int) Math.max(0, Math.ceil(percentile / 100 * sorted.length) - 1)];
      assertThat(histogram.valueAtPercentile(percentile))
          .isBetween(exact, exact + exact / 1000 + 1);
    }
  }
}
