package dev.pulse.aggregator;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.pulse.aggregator.wire.Partial;
import dev.pulse.aggregator.wire.Shuffled;
import dev.pulse.aggregator.wire.StreamWatermark;
import dev.pulse.protocol.Keys;
import dev.pulse.protocol.Records;
import dev.pulse.protocol.SeriesKey;
import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.IntervalSummary;
import dev.pulse.protocol.v1.SeriesTotal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 2, by series: partials are put under their own key, so that a repeat changes nothing, and
 * an interval is emitted when the lowest watermark of the run's expected streams has passed it.
 *
 * <p>An interval that has waited too long for a silent stream is emitted as provisional, and again
 * when that stream's data comes. A partial enters the total of its series once: its mark in the
 * store of uncounted ones is taken away in the same transaction.
 */
final class IntervalsBySeries implements Processor<String, Shuffled, String, AggregateRecord> {
  static final String PARTIALS = "partials";
  static final String UNCOUNTED = "uncounted";
  static final String TOTALS = "totals";
  static final String WATERMARKS = "watermarks";
  static final String PURGED = "purged-runs";

  private static final Logger LOG = LoggerFactory.getLogger(IntervalsBySeries.class);
  private static final byte[] MARK = new byte[0];

  /** A total costs up to half a millisecond; beyond this many they take turns. */
  static final int MOST_TOTALS_A_TICK = 100;

  private final Timing timing;
  private final Tally tally;
  private final Map<String, RunState> runs = new HashMap<>();

  private ProcessorContext<String, AggregateRecord> context;
  private KeyValueStore<String, byte[]> partials;
  private KeyValueStore<String, byte[]> uncounted;
  private KeyValueStore<String, byte[]> totals;
  private KeyValueStore<String, byte[]> watermarks;
  private KeyValueStore<String, Long> purged;

  /** One task's part of stage 2. */
  @SuppressWarnings("NullAway.Init") // init comes before everything else
  IntervalsBySeries(Timing timing, Tally tally) {
    this.timing = timing;
    this.tally = tally;
  }

  @Override
  public void init(ProcessorContext<String, AggregateRecord> newContext) {
    context = newContext;
    partials = newContext.getStateStore(PARTIALS);
    uncounted = newContext.getStateStore(UNCOUNTED);
    totals = newContext.getStateStore(TOTALS);
    watermarks = newContext.getStateStore(WATERMARKS);
    purged = newContext.getStateStore(PURGED);
    restore();
    newContext.schedule(timing.tick(), PunctuationType.WALL_CLOCK_TIME, this::tick);
  }

  /** Rebuilds the index from the stores. */
  private void restore() {
    runs.clear();
    try (var stored = watermarks.all()) {
      stored.forEachRemaining(
          entry -> {
            var watermark = Stored.parse(StreamWatermark.parser(), entry.value);
            run(watermark.getRun(), watermark.getIntervalMicros()).update(watermark);
          });
    }
    runs.values().forEach(RunState::settle);
    try (var stored = partials.all()) {
      stored.forEachRemaining(
          entry -> restore(entry.key, Stored.parse(Partial.parser(), entry.value)));
    }
  }

  private void restore(String key, Partial partial) {
    var run = run(partial.getRun(), partial.getIntervalMicros());
    var series = seriesOf(partial);
    var slot = run.slot(series, partial.getInterval(), context.currentSystemTimeMs());
    if (uncounted.get(key) == null) {
      slot.addCounted(key);
      return;
    }
    slot.add(key);
    if (run.isSettled(partial.getInterval())) {
      // It was emitted in the transaction that settled it, or that brought it.
      slot.emitted();
      run.isBehind(series, slot);
    }
  }

  private RunState run(String run, int intervalMicros) {
    return runs.computeIfAbsent(
        run, k -> new RunState(intervalMicros, context.currentSystemTimeMs()));
  }

  @Override
  public void process(Record<String, Shuffled> record) {
    var shuffled = record.value();
    if (shuffled.hasPartial()) {
      take(shuffled.getPartial());
    } else {
      take(shuffled.getWatermark());
    }
  }

  private void take(Partial partial) {
    if (purged.get(partial.getRun()) != null) {
      refuse(partial, "its run was purged");
      return;
    }
    var run = run(partial.getRun(), partial.getIntervalMicros());
    if (run.isDropped(partial.getInterval())) {
      refuse(partial, "its interval was settled too long ago");
    } else if (run.intervalMicros() != partial.getIntervalMicros()) {
      refuse(partial, "the run has intervals of " + run.intervalMicros() + " µs");
    } else {
      put(run, partial);
    }
  }

  private void put(RunState run, Partial partial) {
    run.touch(context.currentSystemTimeMs());
    String key = keyOf(partial);
    if (partials.get(key) != null) {
      return;
    }
    partials.put(key, partial.toByteArray());
    uncounted.put(key, MARK);
    var series = seriesOf(partial);
    var slot = run.slot(series, partial.getInterval(), context.currentSystemTimeMs());
    slot.add(key);
    if (run.isSettled(partial.getInterval())) {
      emit(run, series, partial.getInterval(), slot, false);
    }
  }

  /** Not silently: the account of its stream has these samples, so the run shows as incomplete. */
  private void refuse(Partial partial, String why) {
    tally.cameAfterPurge();
    LOG.atWarn()
        .addKeyValue("partial", keyOf(partial))
        .log("samples came too late to be aggregated, a replay will have them: {}", why);
  }

  private void take(StreamWatermark watermark) {
    if (purged.get(watermark.getRun()) != null) {
      return;
    }
    var run = run(watermark.getRun(), watermark.getIntervalMicros());
    run.touch(context.currentSystemTimeMs());
    if (!run.update(watermark)) {
      return;
    }
    watermarks.put(
        RunWatermarks.keyOf(watermark), run.watermarks().latest(watermark).toByteArray());
    run.settle()
        .forEach(
            (interval, all) ->
                all.series.forEach((series, slot) -> emit(run, series, interval, slot, false)));
    if (run.watermarks().isFinal()) {
      writeTotals(run, Integer.MAX_VALUE);
    }
    drop(run);
  }

  private void drop(RunState run) {
    var dropped = run.drop(timing.settledIntervals());
    if (dropped.isEmpty()) {
      return;
    }
    dropped.values().forEach(interval -> drop(run, interval));
    dropped.clear();
  }

  private void drop(RunState run, RunState.Interval interval) {
    interval.series.forEach(
        (series, slot) -> {
          if (slot.lacksTotal()) {
            // A dropped partial can no longer enter it.
            writeTotal(series, run.takeBehind(series));
          }
          slot.partials().forEach(partials::delete);
        });
  }

  private void emit(
      RunState run, SeriesKey series, long interval, IntervalSlot slot, boolean provisional) {
    var summary =
        IntervalSummary.newBuilder()
            .setScenario(series.scenario())
            .setStage(series.stage())
            .setRequest(series.request())
            .setInterval(interval)
            .setIntervalMicros(run.intervalMicros())
            .setProvisional(provisional)
            .setFigures(PartialsMerger.merge(load(slot.partials())));
    slot.emitted();
    run.isBehind(series, slot);
    forward(Keys.interval(series, interval), aggregate(series.run()).setInterval(summary).build());
  }

  private void writeTotals(RunState run, int most) {
    run.longestBehind(most).forEach(series -> writeTotal(series, run.takeBehind(series)));
  }

  private void writeTotal(SeriesKey series, Set<IntervalSlot> slots) {
    List<String> added = new ArrayList<>();
    slots.forEach(slot -> added.addAll(slot.takeUncounted()));
    if (added.isEmpty()) {
      return;
    }
    var total = SeriesTotal.newBuilder();
    List<Figures> parts = new ArrayList<>();
    byte[] stored = totals.get(series.encoded());
    if (stored != null) {
      total.mergeFrom(Stored.parse(SeriesTotal.parser(), stored));
      parts.add(total.getFigures());
    }
    for (String key : added) {
      var partial = loadPartial(key);
      parts.add(figures(partial));
      total.setThroughInterval(Math.max(total.getThroughInterval(), partial.getInterval()));
      uncounted.delete(key);
    }
    total
        .setScenario(series.scenario())
        .setStage(series.stage())
        .setRequest(series.request())
        .setFigures(PartialsMerger.merge(parts));
    totals.put(series.encoded(), total.build().toByteArray());
    forward(Keys.total(series), aggregate(series.run()).setTotal(total).build());
  }

  private static AggregateRecord.Builder aggregate(String run) {
    return AggregateRecord.newBuilder().setSchema(Records.SCHEMA).setRun(run);
  }

  private void forward(String key, AggregateRecord value) {
    context.forward(new Record<>(key, value, context.currentSystemTimeMs()));
  }

  private List<Figures> load(List<String> keys) {
    return keys.stream().map(key -> figures(loadPartial(key))).toList();
  }

  private Partial loadPartial(String key) {
    return Stored.parse(Partial.parser(), partials.get(key));
  }

  private static Figures figures(Partial partial) {
    try {
      return Figures.parseFrom(partial.getFigures());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a partial was not written by this version", e);
    }
  }

  private void tick(long nowEpochMillis) {
    for (var run : List.copyOf(runs.entrySet())) {
      showProvisionally(run.getValue(), nowEpochMillis);
      writeTotals(run.getValue(), MOST_TOTALS_A_TICK);
      var kept =
          run.getValue().watermarks().isFinal() ? timing.finalRunKept() : timing.abandonedRunKept();
      if (run.getValue().silentMillis(nowEpochMillis) >= kept.toMillis()) {
        purge(run.getKey(), nowEpochMillis);
      }
    }
    forget(nowEpochMillis);
  }

  private void showProvisionally(RunState run, long nowEpochMillis) {
    long waitedSince = nowEpochMillis - timing.provisionalAfter().toMillis();
    run.open()
        .forEach(
            (number, interval) -> {
              if (interval.sinceEpochMillis <= waitedSince) {
                interval.series.forEach(
                    (series, slot) -> {
                      if (slot.isStale()) {
                        emit(run, series, number, slot, true);
                      }
                    });
              }
            });
  }

  private void purge(String run, long nowEpochMillis) {
    String prefix = new SeriesKey(run, "", "", "").encoded().replaceAll("\\|\\|\\|$", "|");
    for (var store : List.of(partials, uncounted, totals, watermarks)) {
      List<String> keys = new ArrayList<>();
      try (var entries = store.prefixScan(prefix, new StringSerializer())) {
        entries.forEachRemaining(entry -> keys.add(entry.key));
      }
      keys.forEach(store::delete);
    }
    runs.remove(run);
    purged.put(run, nowEpochMillis);
    LOG.atInfo().addKeyValue("run", run).log("purged the state of a run");
  }

  private void forget(long nowEpochMillis) {
    long oldest = nowEpochMillis - timing.runsRemembered().toMillis();
    List<String> forgotten = new ArrayList<>();
    try (var entries = purged.all()) {
      entries.forEachRemaining(
          entry -> {
            if (entry.value <= oldest) {
              forgotten.add(entry.key);
            }
          });
    }
    forgotten.forEach(purged::delete);
  }

  private static SeriesKey seriesOf(Partial partial) {
    return new SeriesKey(
        partial.getRun(), partial.getScenario(), partial.getStage(), partial.getRequest());
  }

  private static String keyOf(Partial partial) {
    return seriesOf(partial).encoded()
        + "|"
        + partial.getInterval()
        + Keys.stream("", partial.getAgent(), partial.getStream())
        + "|"
        + Long.toUnsignedString(partial.getIncarnation())
        + "|"
        + partial.getPart();
  }
}
