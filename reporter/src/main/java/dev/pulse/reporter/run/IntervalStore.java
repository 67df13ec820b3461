package dev.pulse.reporter.run;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.LatencyHistogram;
import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.IntervalSummary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Interval summaries, in no more memory than a limit: when they are too many, or too large, two
 * neighbours each are merged into one row of twice the width, again and again. Nothing is averaged
 * or dropped: a row's figures are those of all its samples.
 *
 * <p>The newest intervals stay apart for a while, so that one that is written again replaces the
 * one before. One that is written again after it was merged can't be taken back out of its row: its
 * count is put right, its histogram stays, and it is named by {@link #rewritten}, for a reader that
 * can read again.
 */
final class IntervalStore {
  private final Limits limits;
  private final Map<Series, Series> names = new HashMap<>();
  private final NavigableMap<Long, Map<Series, StoredFigures>> newest = new TreeMap<>();
  private final NavigableMap<Long, Map<Series, StoredFigures>> rows = new TreeMap<>();
  private final Map<Series, IntervalCounts> counts = new HashMap<>();
  private final Set<Cell> rewritten = new HashSet<>();
  private final Map<Selection, NavigableMap<Long, TimelinePoint>> timelines = new HashMap<>();
  private int intervalMicros;
  private int width = 1;
  private long rowBytes;

  /**
   * When to merge.
   *
   * @param newest how many of the newest intervals stay apart, ≥ 1
   * @param rows most rows, ≥ 2
   * @param bytes of all rows beyond which they are merged, as long as more than {@code leastRows}
   *     are left
   * @param leastRows see {@code bytes}
   */
  record Limits(int newest, int rows, long bytes, int leastRows) {
    /** Two hours of seconds or 96 MiB; a bad minute can still be told from a good one. */
    static final Limits DEFAULT = new Limits(120, 7_200, 96L << 20, 360);
  }

  /** One series in one interval. */
  record Cell(Series series, long interval) {}

  IntervalStore(Limits limits) {
    this.limits = limits;
  }

  void accept(IntervalSummary summary) throws InvalidRecordException {
    SeriesFigures.of(summary.getFigures());
    intervalMicros = summary.getIntervalMicros();
    var told = new Series(summary.getScenario(), summary.getStage(), summary.getRequest());
    var series = names.computeIfAbsent(told, name -> name);
    long interval = summary.getInterval();
    boolean isNew =
        counts
            .computeIfAbsent(series, key -> new IntervalCounts())
            .put(interval, summary.getFigures().getSamples());
    forget(interval);
    var stored = StoredFigures.of(summary.getFigures().toByteString(), summary.getProvisional());
    if (newest.isEmpty() || interval > newest.lastKey() - limits.newest()) {
      newest.computeIfAbsent(interval, key -> new HashMap<>()).put(series, stored);
      settle();
    } else if (isNew) {
      merge(interval, series, stored);
      coarsen();
    } else {
      rewritten.add(new Cell(series, interval));
    }
  }

  private void forget(long interval) {
    timelines.values().forEach(points -> points.remove(rowOf(interval)));
  }

  private long rowOf(long interval) {
    return interval - interval % width;
  }

  private void settle() {
    long keepFrom = newest.lastKey() - limits.newest() + 1;
    while (newest.firstKey() < keepFrom) {
      var oldest = newest.pollFirstEntry();
      oldest.getValue().forEach((series, stored) -> merge(oldest.getKey(), series, stored));
    }
    coarsen();
  }

  private void merge(long interval, Series series, StoredFigures stored) {
    var row = rows.computeIfAbsent(rowOf(interval), key -> new HashMap<>());
    var before = row.get(series);
    var after = before == null ? stored : before.and(stored);
    rowBytes += after.bytes() - (before == null ? 0 : before.bytes());
    row.put(series, after);
  }

  private void coarsen() {
    while (rows.size() > limits.rows()
        || (rowBytes > limits.bytes() && rows.size() > limits.leastRows())) {
      width *= 2;
      var finer = List.copyOf(rows.entrySet());
      rows.clear();
      rowBytes = 0;
      timelines.clear();
      for (var row : finer) {
        row.getValue().forEach((series, stored) -> merge(row.getKey(), series, stored));
      }
      rows.values().forEach(row -> row.replaceAll((series, stored) -> stored.merged()));
      rowBytes =
          rows.values().stream()
              .flatMap(row -> row.values().stream())
              .mapToLong(StoredFigures::bytes)
              .sum();
    }
  }

  int intervalMicros() {
    return intervalMicros;
  }

  /** How many intervals each row is made of; a power of two. */
  int width() {
    return width;
  }

  /** What was written again after it was merged, so that only its count is right. */
  Set<Cell> rewritten() {
    return rewritten;
  }

  /** Numbers of the intervals in which samples ended, ascending. */
  List<Long> numbers() {
    return IntervalCounts.numbers(counts.values());
  }

  /** Figures of all intervals in a selection's range, of rows by their first interval. */
  SeriesFigures figures(Selection selection) {
    var parts = new ArrayList<Figures>();
    range(rows, selection).values().forEach(row -> add(parts, selection, row));
    range(newest, selection).values().forEach(row -> add(parts, selection, row));
    return SeriesFigures.merge(parts);
  }

  private static <V> NavigableMap<Long, V> range(NavigableMap<Long, V> map, Selection selection) {
    return map.subMap(selection.firstInterval(), true, selection.lastInterval(), true);
  }

  private static void add(
      Collection<Figures> parts, Selection selection, Map<Series, StoredFigures> row) {
    row.forEach(
        (series, stored) -> {
          if (selection.includes(series)) {
            stored.parts().forEach(part -> parts.add(parse(part)));
          }
        });
  }

  private static Figures parse(ByteString bytes) {
    try {
      return Figures.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("these bytes were written from figures", e);
    }
  }

  /** First intervals of the rows in a selection's range, the newest intervals as rows too. */
  private Collection<Long> rowNumbers(Selection selection) {
    var numbers = new TreeSet<Long>(range(rows, selection).keySet());
    range(newest, selection).keySet().forEach(interval -> numbers.add(rowOf(interval)));
    return numbers;
  }

  private List<Figures> parts(Selection names, long row) {
    var parts = new ArrayList<Figures>();
    add(parts, names, rows.getOrDefault(row, Map.of()));
    newest.subMap(row, row + width).values().forEach(of -> add(parts, names, of));
    return parts;
  }

  /** Response times and errors of each row in a selection's range, in order. */
  List<ResponseInterval> responses(Selection selection) {
    var responses = new ArrayList<ResponseInterval>();
    for (long row : rowNumbers(selection)) {
      var parts = parts(selection, row);
      if (!parts.isEmpty()) {
        responses.add(response(row, parts));
      }
    }
    return responses;
  }

  /** Merges pairwise: for the few series of one interval a dense histogram would cost more. */
  private static ResponseInterval response(long interval, List<Figures> parts) {
    long samples = 0;
    long executed = 0;
    long errors = 0;
    var response = LatencyHistogram.EMPTY;
    for (Figures part : parts) {
      samples += part.getSamples();
      executed += SeriesFigures.executed(part);
      errors += SeriesFigures.errors(part);
      response = response.merge(SeriesFigures.valid(part.getResponse()));
    }
    return new ResponseInterval(interval, samples, executed, errors, response);
  }

  /** Points of the selection's range, in order; computed once for each row. */
  List<TimelinePoint> timeline(Selection selection) {
    var names = selection.between(0, Long.MAX_VALUE);
    return rowNumbers(selection).stream().map(number -> point(names, number)).toList();
  }

  private TimelinePoint point(Selection names, long row) {
    return timelines
        .computeIfAbsent(names, key -> new TreeMap<>())
        .computeIfAbsent(row, key -> compute(names, row));
  }

  private TimelinePoint compute(Selection names, long row) {
    var told = response(row, parts(names, row));
    // The newest row may still be short.
    long end = newest.isEmpty() ? row : Math.min(row + width - 1, newest.lastKey());
    return new TimelinePoint(
        row,
        row * intervalMicros,
        (int) Math.min(Integer.MAX_VALUE, (end - row + 1) * intervalMicros),
        told.samples(),
        told.executed(),
        told.errors(),
        told.response().valueAtPercentile(50),
        told.response().valueAtPercentile(95),
        told.response().valueAtPercentile(99),
        -1,
        isProvisional(row));
  }

  private boolean isProvisional(long row) {
    return rows.getOrDefault(row, Map.of()).values().stream().anyMatch(StoredFigures::provisional)
        || newest.subMap(row, row + width).values().stream()
            .flatMap(of -> of.values().stream())
            .anyMatch(StoredFigures::provisional);
  }

  /** Samples of each series over all intervals. */
  Map<Series, Long> samples() {
    var samples = new HashMap<Series, Long>();
    counts.forEach((series, of) -> samples.put(series, of.sum()));
    return samples;
  }
}
