package dev.pulse.aggregator.sink;

import com.influxdb.client.write.Point;
import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.RunPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One run, as a sink knows it: what came before its start is known waits, because points need the
 * wall clock.
 */
final class SinkRun {
  private final String run;
  private final Map<TopicPartition, Long> firstOffsets = new HashMap<>();
  private final Map<TopicPartition, Long> lastOffsets = new HashMap<>();
  private final Map<TopicPartition, Long> newestIntervals = new HashMap<>();
  private final List<AggregateRecord> waiting = new ArrayList<>();
  private RunPlan plan = RunPlan.getDefaultInstance();
  private @Nullable RunClock clock;
  private @Nullable RunPoints points;
  private boolean ended;
  private boolean removed;
  private boolean over;
  private long touchedEpochMillis;

  SinkRun(String run) {
    this.run = run;
  }

  /**
   * Takes a control record.
   *
   * @param isNew whether it has to become points; else they were written before
   */
  void accept(ControlRecord record, boolean isNew) throws InvalidRecordException {
    switch (record.getBodyCase()) {
      case PLAN -> plan = record.getPlan();
      case STARTED -> begin(new RunClock(record.getStarted().getStartEpochMicros()), isNew);
      case HEARTBEAT -> {
        if (points != null && clock != null) {
          points.account().accept(record.getHeartbeat());
          add(isNew, ControlPoints.heartbeat(run, clock, record.getHeartbeat()));
        }
      }
      case MANIFEST -> {
        if (points != null) {
          points.account().accept(record.getManifest());
          points.accountChanged();
        }
      }
      case STAGE -> {
        if (clock != null) {
          add(isNew, ControlPoints.stageStart(run, clock, record.getStage()));
          ControlPoints.stageEnd(run, clock, plan, record.getStage())
              .ifPresent(point -> add(isNew, point));
        }
      }
      case PROBLEM -> add(isNew, ControlPoints.nodeLost(record));
      case REMOVED -> remove();
      case RESTORING -> removed = false;
      case ENDED -> {
        ended = true;
        add(isNew, ControlPoints.runEnd(record));
      }
      case JUDGED -> VerdictPoints.of(record).forEach(point -> add(isNew, point));
      default -> {
        // Says nothing that is drawn.
      }
    }
  }

  /** What stands before this is gone; what is written stays. */
  private void remove() {
    forgetOffsets();
    newestIntervals.clear();
    waiting.clear();
    removed = true;
    ended = false;
    clock = null;
    points = null;
  }

  private void begin(RunClock begun, boolean isNew) throws InvalidRecordException {
    if (points != null) {
      return;
    }
    removed = false;
    clock = begun;
    points = new RunPoints(run, begun);
    add(isNew, ControlPoints.runStart(run, begun, plan));
    for (AggregateRecord record : waiting) {
      points.accept(record);
    }
    waiting.clear();
  }

  private void add(boolean isNew, Point point) {
    if (isNew && points != null) {
      points.add(point);
    }
  }

  /** Takes a result that stands at a place in Kafka. */
  void accept(AggregateRecord record, TopicPartition partition, long offset)
      throws InvalidRecordException {
    if (removed) {
      return;
    }
    over = false;
    firstOffsets.putIfAbsent(partition, offset);
    lastOffsets.merge(partition, offset, Math::max);
    if (record.hasInterval()) {
      newestIntervals.merge(partition, record.getInterval().getInterval(), Math::max);
    }
    if (points == null) {
      waiting.add(record);
    } else {
      points.accept(record);
    }
  }

  void touch(long nowEpochMillis) {
    touchedEpochMillis = nowEpochMillis;
  }

  long idleMillis(long nowEpochMillis) {
    return nowEpochMillis - touchedEpochMillis;
  }

  boolean hasEnded() {
    return ended;
  }

  /** Whether results wait for the start to be known. */
  boolean waits() {
    return !waiting.isEmpty();
  }

  /**
   * Gives up on results without a start.
   *
   * @return how many there were
   */
  int dropWaiting() {
    int dropped = waiting.size();
    waiting.clear();
    return dropped;
  }

  /** Its first result in each partition: from there on it would have to be read again. */
  Map<TopicPartition, Long> firstOffsets() {
    return firstOffsets;
  }

  /** Its latest result so far in each partition. */
  Map<TopicPartition, Long> lastOffsets() {
    return lastOffsets;
  }

  /** No sink will read its results again. */
  void forgetOffsets() {
    firstOffsets.clear();
    lastOffsets.clear();
  }

  /** The newest interval read from a partition; -1 where none was. */
  long newestInterval(TopicPartition partition) {
    return newestIntervals.getOrDefault(partition, -1L);
  }

  /** Whether nothing more is expected of it. */
  boolean isOver() {
    return over;
  }

  /** Whether its results must be read again, because some came after others were let go of. */
  boolean hasComeLate() {
    return points != null && points.hasComeLate();
  }

  /** Its results will come once more, from the first on. */
  void beginAgain() {
    newestIntervals.clear();
    if (points != null) {
      points.beginAgain();
    }
  }

  /**
   * All that has changed since the last call.
   *
   * @param slowest the newest interval of the partition that is furthest behind
   */
  List<Point> drain(long slowest) throws InvalidRecordException {
    return points == null ? List.of() : points.drain(slowest);
  }

  /** Nothing more is expected of it, so its figures are let go of. */
  void end() {
    over = true;
    newestIntervals.clear();
    if (clock != null) {
      points = new RunPoints(run, clock);
    }
  }
}
