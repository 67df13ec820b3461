package dev.pulse.reporter.run;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.LatencyHistogram;
import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.IntervalSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;

/**
 * Interval summaries, kept as bytes (about 1 kB each, a tenth of the parsed form), with the points
 * of the timelines that were asked for. An interval written again replaces the one before.
 */
final class IntervalStore {
  private final long keptIntervals;
  private final NavigableMap<Long, Map<Series, Stored>> intervals = new TreeMap<>();
  private final Map<Selection, NavigableMap<Long, TimelinePoint>> timelines = new HashMap<>();
  private int intervalMicros;
  private long forgottenBefore;

  /** Samples apart, so that sums need no parsing; no bytes where the detail is forgotten. */
  private record Stored(long samples, boolean provisional, ByteString figures) {
    Stored withoutFigures() {
      return new Stored(samples, provisional, ByteString.EMPTY);
    }
  }

  /**
   * An empty store.
   *
   * @param keptIntervals how many of the newest intervals keep their histograms; of older ones only
   *     the counts and the points of the whole run's timeline stay
   */
  IntervalStore(long keptIntervals) {
    this.keptIntervals = keptIntervals;
    timelines.put(Selection.all(), new TreeMap<>());
  }

  void accept(IntervalSummary summary) throws InvalidRecordException {
    SeriesFigures.of(summary.getFigures());
    long interval = summary.getInterval();
    intervalMicros = summary.getIntervalMicros();
    intervals
        .computeIfAbsent(interval, key -> new HashMap<>())
        .put(series(summary), stored(summary));
    if (interval >= forgottenBefore) {
      timelines.values().forEach(points -> points.remove(interval));
    }
    forgetOld();
  }

  private static Series series(IntervalSummary summary) {
    return new Series(summary.getScenario(), summary.getStage(), summary.getRequest());
  }

  private static Stored stored(IntervalSummary summary) {
    return new Stored(
        summary.getFigures().getSamples(),
        summary.getProvisional(),
        summary.getFigures().toByteString());
  }

  private void forgetOld() {
    long keepFrom = intervals.lastKey() - keptIntervals + 1;
    if (keepFrom <= forgottenBefore) {
      return;
    }
    intervals
        .subMap(forgottenBefore, keepFrom)
        .forEach(
            (old, all) -> {
              point(Selection.all(), old);
              all.replaceAll((series, stored) -> stored.withoutFigures());
            });
    forgottenBefore = keepFrom;
  }

  int intervalMicros() {
    return intervalMicros;
  }

  NavigableSet<Long> numbers() {
    return intervals.navigableKeySet();
  }

  /** Figures of all intervals in a selection's range. */
  SeriesFigures figures(Selection selection) {
    var parts = new ArrayList<Figures>();
    for (long interval : range(selection).keySet()) {
      parts.addAll(parts(selection, interval));
    }
    return SeriesFigures.merge(parts);
  }

  private NavigableMap<Long, Map<Series, Stored>> range(Selection selection) {
    return intervals.subMap(selection.firstInterval(), true, selection.lastInterval(), true);
  }

  private List<Figures> parts(Selection selection, long interval) {
    var parts = new ArrayList<Figures>();
    intervals
        .getOrDefault(interval, Map.of())
        .forEach(
            (series, stored) -> {
              if (selection.includes(series)) {
                parts.add(parse(stored.figures()));
              }
            });
    return parts;
  }

  private static Figures parse(ByteString bytes) {
    try {
      return Figures.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("these bytes were written from figures", e);
    }
  }

  /** Response times and errors of each interval in a selection's range, in order. */
  List<ResponseInterval> responses(Selection selection) {
    var responses = new ArrayList<ResponseInterval>();
    for (long interval : range(selection).keySet()) {
      var parts = parts(selection, interval);
      if (!parts.isEmpty()) {
        responses.add(response(interval, parts));
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

  /** Points of the selection's range, in order; computed once for each interval. */
  List<TimelinePoint> timeline(Selection selection) {
    var names = selection.between(0, Long.MAX_VALUE);
    return range(selection).keySet().stream().map(number -> point(names, number)).toList();
  }

  private TimelinePoint point(Selection names, long interval) {
    return timelines
        .computeIfAbsent(names, key -> new TreeMap<>())
        .computeIfAbsent(interval, key -> compute(names, interval));
  }

  private TimelinePoint compute(Selection names, long interval) {
    var told = response(interval, parts(names, interval));
    return new TimelinePoint(
        interval,
        interval * intervalMicros,
        intervalMicros,
        told.samples(),
        told.executed(),
        told.errors(),
        told.response().valueAtPercentile(50),
        told.response().valueAtPercentile(95),
        told.response().valueAtPercentile(99),
        -1,
        isProvisional(interval));
  }

  private boolean isProvisional(long interval) {
    return intervals.getOrDefault(interval, Map.of()).values().stream()
        .anyMatch(Stored::provisional);
  }

  /** Samples of each series over all intervals. */
  Map<Series, Long> samples() {
    var samples = new HashMap<Series, Long>();
    for (var interval : intervals.values()) {
      interval.forEach((series, stored) -> samples.merge(series, stored.samples(), Long::sum));
    }
    return samples;
  }
}
