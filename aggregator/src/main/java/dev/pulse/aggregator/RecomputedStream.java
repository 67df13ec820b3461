package dev.pulse.aggregator;

import dev.pulse.protocol.SampleBlock;
import dev.pulse.protocol.SeriesKey;
import dev.pulse.protocol.v1.Figures;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * One stream while it is recomputed. Says the same as {@link StreamLedger} and {@link SeenRanges}
 * in other words, on purpose: what checks them must not share their mistakes.
 */
final class RecomputedStream {
  private final int intervalMicros;
  private final BiConsumer<SeriesInterval, Figures> results;
  private final Set<Long> batches = new HashSet<>();

  /** First sequence number of a received stretch to the one after its last. */
  private final NavigableMap<Long, Long> samples = new TreeMap<>();

  private final FiguresBuilder builder = new FiguresBuilder();
  private long interval;
  private long duplicates;

  RecomputedStream(int intervalMicros, BiConsumer<SeriesInterval, Figures> results) {
    this.intervalMicros = intervalMicros;
    this.results = results;
  }

  /** Adds a batch, once; false if it contradicts the stream. */
  boolean add(SampleBlock block) {
    var header = block.header();
    if (batches.contains(header.batch())) {
      duplicates++;
      return true;
    }
    if (header.intervalMicros() != intervalMicros
        || header.batch() == Long.MAX_VALUE
        || !receive(header.firstSample(), header.firstSample() + block.columns().count)) {
      return false;
    }
    batches.add(header.batch());
    if (header.interval() != interval) {
      flush();
      interval = header.interval();
    }
    builder.add(block);
    return true;
  }

  private boolean receive(long from, long to) {
    if (from == to) {
      return true;
    }
    var before = samples.lowerEntry(to);
    if (before != null && before.getValue() > from) {
      return false;
    }
    long start = before != null && before.getValue() == from ? before.getKey() : from;
    Long after = samples.remove(to);
    samples.put(start, after == null ? to : after);
    return true;
  }

  /** Hands over the figures of the batches since the last call. */
  void flush() {
    Map<SeriesKey, Figures> drained = builder.drain();
    drained.forEach(
        (series, figures) -> results.accept(new SeriesInterval(series, interval), figures));
  }

  ReceivedStream toReceived() {
    List<SampleRange> ranges = new ArrayList<>();
    samples.forEach((from, to) -> ranges.add(new SampleRange(from, to - 1)));
    long received = ranges.stream().mapToLong(SampleRange::samples).sum();
    long nextSample = samples.isEmpty() ? 0 : samples.lastEntry().getValue();
    long nextBatch = batches.stream().mapToLong(batch -> batch + 1).max().orElse(0);
    return new ReceivedStream(
        received,
        batches.size(),
        duplicates,
        nextBatch - batches.size(),
        nextSample - received,
        ranges);
  }
}
