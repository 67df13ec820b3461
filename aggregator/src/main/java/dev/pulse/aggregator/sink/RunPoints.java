package dev.pulse.aggregator.sink;

import com.google.protobuf.InvalidProtocolBufferException;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.client.write.Point;
import dev.pulse.protocol.FiguresMerger;
import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.SeriesKey;
import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.IntervalSummary;
import dev.pulse.protocol.v1.SeriesTotal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The points of one run. A point over several series is made from the figures of all of them, so
 * those of recent intervals are held, and the running total of each series. What stands for the
 * same interval again overwrites its point. Of an interval that was let go of already no such point
 * is made: {@link #hasComeLate} says that the run must be read again.
 */
final class RunPoints {
  /** Held at first: more than the aggregator keeps for batches that come late. */
  private static final long KEPT_INTERVALS = 130;

  /** Each time it was too few it becomes so many times as many. */
  private static final int MORE_KEPT = 4;

  private static final double MICROS_PER_SECOND = 1e6;

  private final String run;
  private final RunClock clock;
  private final RunAccount account = new RunAccount();
  private final NavigableMap<Long, Map<SeriesKey, byte[]>> intervals = new TreeMap<>();
  private final Map<SeriesKey, SeriesTotal> totals = new HashMap<>();
  private final TreeSet<Long> changedIntervals = new TreeSet<>();
  private final List<Point> ready = new ArrayList<>();
  private long kept = KEPT_INTERVALS;
  private long letGoBelow;
  private boolean late;
  private int intervalMicros;
  private boolean totalsChanged;

  RunPoints(String run, RunClock clock) {
    this.run = run;
    this.clock = clock;
  }

  /** What the run's account says, to be fed with its control records. */
  RunAccount account() {
    return account;
  }

  /** A point that is due as it is. */
  void add(Point point) {
    ready.add(point);
  }

  /** The account has changed, which stands beside the totals. */
  void accountChanged() {
    totalsChanged = true;
  }

  /**
   * Takes a record of {@code pulse.intervals}.
   *
   * @throws InvalidRecordException if a histogram contradicts itself
   */
  void accept(AggregateRecord record) throws InvalidRecordException {
    switch (record.getBodyCase()) {
      case INTERVAL -> accept(record.getInterval());
      case TOTAL -> accept(record.getTotal());
      case STREAM -> {
        account.accept(record.getStream());
        accountChanged();
      }
      case BODY_NOT_SET -> {
        // Of a newer version.
      }
    }
  }

  private void accept(IntervalSummary summary) throws InvalidRecordException {
    intervalMicros = summary.getIntervalMicros();
    var series =
        new SeriesKey(run, summary.getScenario(), summary.getStage(), summary.getRequest());
    var figures = FigureFields.needed(summary.getFigures());
    long interval = summary.getInterval();
    ready.add(FigureFields.add(point("intervals", interval, series), figures, seconds()));
    if (interval < letGoBelow) {
      late = true;
      return;
    }
    intervals.computeIfAbsent(interval, k -> new HashMap<>()).put(series, figures.toByteArray());
    changedIntervals.add(interval);
  }

  private void accept(SeriesTotal total) {
    var series = new SeriesKey(run, total.getScenario(), total.getStage(), total.getRequest());
    var needed = total.toBuilder().setFigures(FigureFields.needed(total.getFigures())).build();
    totals.merge(series, needed, RunPoints::newer);
    totalsChanged = true;
  }

  /** An older one comes again where a run is read again. */
  private static SeriesTotal newer(SeriesTotal a, SeriesTotal b) {
    return a.getThroughInterval() > b.getThroughInterval() ? a : b;
  }

  private double seconds() {
    return intervalMicros / MICROS_PER_SECOND;
  }

  private Point point(String measurement, long interval, @Nullable SeriesKey series) {
    var point =
        Point.measurement(measurement)
            .addTag("run", run)
            .time(clock.epochMicros(interval * intervalMicros), WritePrecision.US);
    if (series != null) {
      point
          .addTag("scenario", series.scenario())
          .addTag("stage", series.stage())
          .addTag("request", series.request());
    }
    return point;
  }

  /** Whether something came of an interval that was let go of. */
  boolean hasComeLate() {
    return late;
  }

  /** The run's results will come once more, from the first on. */
  void beginAgain() {
    if (late) {
      // Results may stand in any order, as long as it ends: that of an archive, say.
      kept *= MORE_KEPT;
    }
    late = false;
    letGoBelow = 0;
    intervals.clear();
    changedIntervals.clear();
  }

  /**
   * All that has changed since the last call, as points.
   *
   * @param slowest the newest interval of the partition that is furthest behind
   * @throws InvalidRecordException if a histogram contradicts itself
   */
  List<Point> drain(long slowest) throws InvalidRecordException {
    for (long interval : changedIntervals) {
      ready.add(
          FigureFields.add(point("run_intervals", interval, null), merged(interval), seconds())
              .addField("elapsed_seconds", interval * seconds()));
    }
    changedIntervals.clear();
    letGo(slowest);
    if (totalsChanged && !totals.isEmpty() && intervalMicros > 0) {
      totalsChanged = false;
      ready.add(total());
    }
    var drained = List.copyOf(ready);
    ready.clear();
    return drained;
  }

  private void letGo(long slowest) {
    if (!intervals.isEmpty()) {
      long below = Math.min(slowest, intervals.lastKey()) - kept;
      intervals.headMap(below, false).clear();
      letGoBelow = Math.max(letGoBelow, below);
    }
  }

  private Figures merged(long interval) throws InvalidRecordException {
    List<Figures> parts = new ArrayList<>();
    try {
      for (byte[] figures : intervals.getOrDefault(interval, Map.of()).values()) {
        parts.add(Figures.parseFrom(figures));
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("these bytes were made here", e);
    }
    return FiguresMerger.merge(parts);
  }

  private Point total() throws InvalidRecordException {
    long through =
        totals.values().stream().mapToLong(SeriesTotal::getThroughInterval).max().orElse(0);
    var figures =
        FiguresMerger.merge(totals.values().stream().map(SeriesTotal::getFigures).toList());
    double seconds = account.elapsedMicros() / MICROS_PER_SECOND;
    var point = FigureFields.add(point("totals", through + 1, null), figures, seconds);
    return account.add(point);
  }
}
