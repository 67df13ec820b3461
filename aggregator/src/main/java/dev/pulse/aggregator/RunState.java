package dev.pulse.aggregator;

import dev.pulse.aggregator.wire.StreamWatermark;
import dev.pulse.protocol.SeriesKey;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * What stage 2 knows of a run in one partition, as an index over the stores: rebuilt from them
 * after a restart, so nothing here can be lost.
 *
 * <p>An interval is open until the lowest watermark has passed it, then settled: emitted as final,
 * and again whenever a late partial comes. Far behind the settled edge it is dropped.
 */
final class RunState {
  /** The series of an interval, and since when it waits. */
  static final class Interval {
    final Map<SeriesKey, IntervalSlot> series = new LinkedHashMap<>();
    final long sinceEpochMillis;

    Interval(long sinceEpochMillis) {
      this.sinceEpochMillis = sinceEpochMillis;
    }
  }

  private final int intervalMicros;
  private final RunWatermarks watermarks = new RunWatermarks();
  private final NavigableMap<Long, Interval> intervals = new TreeMap<>();

  /**
   * Series whose total lacks something that was emitted, with the slots that have it; the one that
   * is behind for longest comes first.
   */
  private final Map<SeriesKey, Set<IntervalSlot>> behind = new LinkedHashMap<>();

  private long settledBefore;
  private long droppedBefore;
  private long touchedEpochMillis;

  RunState(int intervalMicros, long nowEpochMillis) {
    this.intervalMicros = intervalMicros;
    this.touchedEpochMillis = nowEpochMillis;
  }

  int intervalMicros() {
    return intervalMicros;
  }

  RunWatermarks watermarks() {
    return watermarks;
  }

  void touch(long nowEpochMillis) {
    touchedEpochMillis = nowEpochMillis;
  }

  long silentMillis(long nowEpochMillis) {
    return nowEpochMillis - touchedEpochMillis;
  }

  IntervalSlot slot(SeriesKey series, long interval, long nowEpochMillis) {
    return intervals
        .computeIfAbsent(interval, k -> new Interval(nowEpochMillis))
        .series
        .computeIfAbsent(series, k -> new IntervalSlot());
  }

  boolean isSettled(long interval) {
    return interval < settledBefore;
  }

  boolean isDropped(long interval) {
    return interval < droppedBefore;
  }

  boolean update(StreamWatermark watermark) {
    return watermarks.update(watermark);
  }

  /**
   * Moves the settled edge to the lowest watermark.
   *
   * @return the intervals that have become settled by it
   */
  NavigableMap<Long, Interval> settle() {
    long lowestMicros = watermarks.lowestMicros();
    long edge = lowestMicros == Long.MAX_VALUE ? lowestMicros : lowestMicros / intervalMicros;
    long from = settledBefore;
    settledBefore = Math.max(settledBefore, edge);
    return intervals.subMap(from, true, settledBefore, false);
  }

  /** The intervals that are not settled. */
  NavigableMap<Long, Interval> open() {
    return intervals.tailMap(settledBefore, true);
  }

  /**
   * Moves the dropped edge.
   *
   * @param kept how many settled intervals stay
   * @return the intervals to be dropped: a view, clear it
   */
  NavigableMap<Long, Interval> drop(int kept) {
    // A final run has no edge; it is purged as a whole.
    if (settledBefore != Long.MAX_VALUE) {
      droppedBefore = Math.max(droppedBefore, settledBefore - kept);
    }
    return intervals.headMap(droppedBefore, false);
  }

  NavigableMap<Long, Interval> intervals() {
    return intervals;
  }

  void isBehind(SeriesKey series, IntervalSlot slot) {
    behind.computeIfAbsent(series, k -> new HashSet<>()).add(slot);
  }

  List<SeriesKey> longestBehind(int most) {
    return behind.keySet().stream().limit(most).toList();
  }

  /** Slots with something that the total of a series lacks; it counts as written from now on. */
  Set<IntervalSlot> takeBehind(SeriesKey series) {
    var slots = behind.remove(series);
    return slots == null ? Set.of() : slots;
  }
}
