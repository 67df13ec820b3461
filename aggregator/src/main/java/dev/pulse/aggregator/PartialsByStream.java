package dev.pulse.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pulse.aggregator.wire.LedgerRecord;
import dev.pulse.aggregator.wire.Partial;
import dev.pulse.aggregator.wire.Shuffled;
import dev.pulse.protocol.BatchHeader;
import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.InvalidRecordException.Reason;
import dev.pulse.protocol.Records;
import dev.pulse.protocol.Rejection;
import dev.pulse.protocol.RestoredRecords;
import dev.pulse.protocol.SampleBatchDecoder;
import dev.pulse.protocol.SampleBlock;
import dev.pulse.protocol.SeriesKey;
import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.Figures;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 1, by agent stream: each batch is taken once, the raw batches of the stream's open interval
 * are held, and when the stream moves past the interval they become one partial per series.
 * Touching the histograms once an interval instead of once a batch is what makes this fast.
 *
 * <p>A batch of an interval that the stream has left becomes a partial of its own at once, and so
 * do the held batches of a stream that has fallen silent, lest an agent's death hides what it sent.
 */
final class PartialsByStream implements Processor<byte[], byte[], String, StreamResult> {
  static final String LEDGERS = "ledgers";
  static final String HELD_BATCHES = "held-batches";

  private static final Logger LOG = LoggerFactory.getLogger(PartialsByStream.class);

  private final Predicate<String> runs;
  private final boolean leavesRestored;
  private final Timing timing;
  private final Tally tally;
  private final SampleBatchDecoder arriving = new SampleBatchDecoder();
  private final SampleBatchDecoder held = new SampleBatchDecoder();
  private final FiguresBuilder builder = new FiguresBuilder();

  /** What the store of ledgers holds, parsed. */
  private final Map<String, StreamLedger> ledgers = new HashMap<>();

  private ProcessorContext<String, StreamResult> context;
  private KeyValueStore<String, byte[]> ledgerStore;
  private KeyValueStore<String, byte[]> heldStore;

  /**
   * One task's part of stage 1.
   *
   * @param runs the runs to aggregate; batches of others are passed over
   * @param leavesRestored whether batches that came from an archive are passed over, because their
   *     summaries came with them
   */
  @SuppressWarnings("NullAway.Init") // init comes before everything else
  PartialsByStream(Predicate<String> runs, boolean leavesRestored, Timing timing, Tally tally) {
    this.runs = runs;
    this.leavesRestored = leavesRestored;
    this.timing = timing;
    this.tally = tally;
  }

  @Override
  public void init(ProcessorContext<String, StreamResult> newContext) {
    context = newContext;
    ledgerStore = newContext.getStateStore(LEDGERS);
    heldStore = newContext.getStateStore(HELD_BATCHES);
    ledgers.clear();
    try (var stored = ledgerStore.all()) {
      stored.forEachRemaining(entry -> ledgers.put(entry.key, parse(entry.value)));
    }
    newContext.schedule(timing.tick(), PunctuationType.WALL_CLOCK_TIME, this::tick);
  }

  private static StreamLedger parse(byte[] bytes) {
    return StreamLedger.of(Stored.parse(LedgerRecord.parser(), bytes));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (leavesRestored && record.headers().lastHeader(RestoredRecords.HEADER) != null) {
      return;
    }
    byte[] bytes = record.value() == null ? new byte[0] : record.value();
    try {
      SampleBlock block = arriving.decode(bytes);
      if (runs.test(block.header().run())) {
        take(record, bytes, block);
      }
    } catch (InvalidRecordException e) {
      refuse(record, bytes, e.reason(), String.valueOf(e.getMessage()));
    }
  }

  private void take(Record<byte[], byte[]> record, byte[] bytes, SampleBlock block) {
    BatchHeader header = block.header();
    var ledger = ledgers.computeIfAbsent(StreamLedger.keyOf(header), k -> StreamLedger.of(header));
    switch (ledger.admit(header, block.columns().count, context.currentSystemTimeMs())) {
      case NEW -> {
        tally.took(block.columns().count);
        add(ledger, bytes, block);
      }
      case DUPLICATE -> {
        tally.sawDuplicate();
        forwardAccount(ledger);
      }
      case CONTRADICTION ->
          refuse(record, bytes, Reason.INCONSISTENT, "contradicts earlier batches of its stream");
    }
    ledgerStore.put(ledger.key(), ledger.toRecord().toByteArray());
  }

  private void add(StreamLedger ledger, byte[] bytes, SampleBlock block) {
    BatchHeader header = block.header();
    boolean late = false;
    if (block.columns().count > 0) {
      if (ledger.isBeyondOpen(header.interval())) {
        release(ledger);
        ledger.open(header.interval());
      }
      late = !ledger.isOpen(header.interval()) || ledger.hasPassedOpen();
      if (late) {
        builder.add(block);
        forwardPartials(ledger, header.interval(), header.batch());
      } else {
        heldStore.put(heldKey(ledger, header.batch()), bytes);
        ledger.hold();
      }
    }
    boolean movedOn = ledger.advance(header.watermarkMicros(), header.last());
    if (ledger.hasPassedOpen()) {
      release(ledger);
    }
    if (movedOn) {
      // After the partials, so that every partition of stage 2 has them when it reads this.
      var watermark = Shuffled.newBuilder().setWatermark(ledger.toWatermark()).build();
      forward(ledger.key(), new StreamResult.Passed(watermark));
    }
    if (movedOn || late) {
      forwardAccount(ledger);
    }
  }

  /** Turns the held batches of a stream into partials. */
  private void release(StreamLedger ledger) {
    if (!ledger.holdsBatches()) {
      return;
    }
    long part = Long.MAX_VALUE;
    try (var batches = heldStore.range(heldKey(ledger, 0), heldKey(ledger, Long.MAX_VALUE))) {
      while (batches.hasNext()) {
        var batch = batches.next();
        SampleBlock block = held.decode(batch.value);
        builder.add(block);
        part = Math.min(part, block.header().batch());
        heldStore.delete(batch.key);
      }
    } catch (InvalidRecordException e) {
      throw new IllegalStateException("a held batch was sound when it came: " + ledger.key(), e);
    }
    ledger.release();
    forwardPartials(ledger, ledger.openInterval(), part);
  }

  /** Key of a held batch: those of a stream stand together, by batch number. */
  private static String heldKey(StreamLedger ledger, long batch) {
    return ledger.key() + "|" + HexFormat.of().toHexDigits(batch);
  }

  private void forwardPartials(StreamLedger ledger, long interval, long part) {
    builder
        .drain()
        .forEach(
            (series, figures) -> {
              var partial = partial(ledger.identity(), series, figures, interval, part);
              forward(
                  series.encoded(),
                  new StreamResult.Passed(Shuffled.newBuilder().setPartial(partial).build()));
            });
  }

  private static Partial partial(
      LedgerRecord stream, SeriesKey series, Figures figures, long interval, long part) {
    return Partial.newBuilder()
        .setRun(series.run())
        .setScenario(series.scenario())
        .setStage(series.stage())
        .setRequest(series.request())
        .setInterval(interval)
        .setIntervalMicros(stream.getIntervalMicros())
        .setAgent(stream.getAgent())
        .setIncarnation(stream.getIncarnation())
        .setStream(stream.getStream())
        .setPart(part)
        .setFigures(figures.toByteString())
        .build();
  }

  private void forwardAccount(StreamLedger ledger) {
    var account =
        AggregateRecord.newBuilder()
            .setSchema(Records.SCHEMA)
            .setRun(ledger.identity().getRun())
            .setStream(ledger.toAccount())
            .build();
    forward(ledger.key(), new StreamResult.Account(account));
  }

  private void forward(String key, StreamResult result) {
    context.forward(new Record<>(key, result, context.currentSystemTimeMs()));
  }

  private void refuse(Record<byte[], byte[]> record, byte[] bytes, Reason reason, String message) {
    tally.refused();
    String origin =
        context
            .recordMetadata()
            .map(at -> at.topic() + "-" + at.partition() + "@" + at.offset())
            .orElse("");
    LOG.atWarn()
        .addKeyValue("origin", origin)
        .addKeyValue("reason", reason)
        .log("refused a sample batch: {}", message);
    var headers = new RecordHeaders();
    headers.add(Rejection.REASON, reason.name().getBytes(UTF_8));
    headers.add(Rejection.MESSAGE, message.getBytes(UTF_8));
    headers.add(Rejection.ORIGIN, origin.getBytes(UTF_8));
    String key = record.key() == null ? "" : new String(record.key(), UTF_8);
    context.forward(
        new Record<>(
            key,
            new StreamResult.Refused(Bytes.wrap(bytes)),
            context.currentSystemTimeMs(),
            headers));
  }

  private void tick(long nowEpochMillis) {
    long forgetAfterMillis = timing.runsRemembered().toMillis();
    var all = ledgers.values().iterator();
    while (all.hasNext()) {
      StreamLedger ledger = all.next();
      long silentMillis = ledger.silentMillis(nowEpochMillis);
      if (ledger.holdsBatches() && silentMillis >= timing.provisionalAfter().toMillis()) {
        release(ledger);
        forwardAccount(ledger);
        ledgerStore.put(ledger.key(), ledger.toRecord().toByteArray());
      }
      if (silentMillis >= forgetAfterMillis) {
        ledgerStore.delete(ledger.key());
        all.remove();
      }
    }
  }
}
