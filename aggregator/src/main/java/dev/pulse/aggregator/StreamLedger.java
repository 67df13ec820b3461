package dev.pulse.aggregator;

import dev.pulse.aggregator.wire.LedgerRecord;
import dev.pulse.aggregator.wire.StreamWatermark;
import dev.pulse.protocol.BatchHeader;
import dev.pulse.protocol.Keys;
import dev.pulse.protocol.v1.StreamAccount;

/**
 * What stage 1 knows of one incarnation of an agent stream: which batches and samples it has taken,
 * which interval is open, how far the stream has come. A few hundred bytes, more only by 4 to 20
 * for each gap.
 */
final class StreamLedger {
  private final LedgerRecord identity;
  private final SeenRanges batches;
  private final SeenRanges samples;
  private long duplicateBatches;
  private long openInterval;
  private int heldBatches;
  private long watermarkMicros;
  private boolean closed;
  private long touchedEpochMillis;

  /** What is to be done with a batch. */
  enum Admission {
    /** Take it. */
    NEW,
    /** This very batch was taken before. */
    DUPLICATE,
    /** It contradicts what the stream said before: other interval length, or samples again. */
    CONTRADICTION
  }

  private StreamLedger(LedgerRecord stored) {
    this.identity = stored;
    this.batches = SeenRanges.of(stored.getBatchRangesList());
    this.samples = SeenRanges.of(stored.getSampleRangesList());
    this.duplicateBatches = stored.getDuplicateBatches();
    this.openInterval = stored.getOpenInterval();
    this.heldBatches = stored.getHeldBatches();
    this.watermarkMicros = stored.getWatermarkMicros();
    this.closed = stored.getClosed();
    this.touchedEpochMillis = stored.getTouchedEpochMillis();
  }

  /** The ledger of a stream that has sent nothing yet. */
  static StreamLedger of(BatchHeader header) {
    return new StreamLedger(
        LedgerRecord.newBuilder()
            .setRun(header.run())
            .setAgent(header.agent())
            .setIncarnation(header.incarnation())
            .setStream(header.stream())
            .setExpectedStreams(header.expectedStreams())
            .setIntervalMicros(header.intervalMicros())
            .build());
  }

  /** Restores what {@link #toRecord} gave. */
  static StreamLedger of(LedgerRecord stored) {
    return new StreamLedger(stored);
  }

  static String keyOf(BatchHeader header) {
    return Keys.account(header.run(), header.agent(), header.incarnation(), header.stream());
  }

  String key() {
    return Keys.account(
        identity.getRun(), identity.getAgent(), identity.getIncarnation(), identity.getStream());
  }

  /**
   * Enters a batch, if it is new.
   *
   * @param rows number of samples in it
   * @param nowEpochMillis when it came
   */
  Admission admit(BatchHeader header, int rows, long nowEpochMillis) {
    touchedEpochMillis = nowEpochMillis;
    if (batches.intersects(header.batch(), header.batch() + 1)) {
      duplicateBatches++;
      return Admission.DUPLICATE;
    }
    if (header.intervalMicros() != identity.getIntervalMicros()
        || header.batch() == Long.MAX_VALUE
        || !samples.add(header.firstSample(), header.firstSample() + rows)) {
      return Admission.CONTRADICTION;
    }
    batches.add(header.batch(), header.batch() + 1);
    return Admission.NEW;
  }

  /** Whether a batch of this interval is one that the open interval waits for. */
  boolean isOpen(long interval) {
    return interval == openInterval;
  }

  boolean isBeyondOpen(long interval) {
    return interval > openInterval;
  }

  void open(long interval) {
    openInterval = interval;
  }

  void hold() {
    heldBatches++;
  }

  void release() {
    heldBatches = 0;
  }

  boolean holdsBatches() {
    return heldBatches > 0;
  }

  /**
   * Moves the stream on; it never goes back.
   *
   * @return whether it has passed the edge of an interval or ended, which others wait for
   */
  boolean advance(long newWatermarkMicros, boolean last) {
    long before = passedIntervals();
    watermarkMicros = Math.max(watermarkMicros, newWatermarkMicros);
    boolean ends = last && !closed;
    closed |= last;
    return ends || passedIntervals() > before;
  }

  /** Whether no further batch of the open interval is expected. */
  boolean hasPassedOpen() {
    return closed || passedIntervals() > openInterval;
  }

  private long passedIntervals() {
    return watermarkMicros / identity.getIntervalMicros();
  }

  /** Milliseconds since its last batch came. */
  long silentMillis(long nowEpochMillis) {
    return nowEpochMillis - touchedEpochMillis;
  }

  long openInterval() {
    return openInterval;
  }

  LedgerRecord identity() {
    return identity;
  }

  LedgerRecord toRecord() {
    return identity.toBuilder()
        .clearBatchRanges()
        .clearSampleRanges()
        .addAllBatchRanges(batches.edges())
        .addAllSampleRanges(samples.edges())
        .setDuplicateBatches(duplicateBatches)
        .setOpenInterval(openInterval)
        .setHeldBatches(heldBatches)
        .setWatermarkMicros(watermarkMicros)
        .setClosed(closed)
        .setTouchedEpochMillis(touchedEpochMillis)
        .build();
  }

  StreamWatermark toWatermark() {
    return StreamWatermark.newBuilder()
        .setRun(identity.getRun())
        .setAgent(identity.getAgent())
        .setStream(identity.getStream())
        .setExpectedStreams(identity.getExpectedStreams())
        .setIntervalMicros(identity.getIntervalMicros())
        .setWatermarkMicros(watermarkMicros)
        .setClosed(closed)
        .build();
  }

  StreamAccount toAccount() {
    return StreamAccount.newBuilder()
        .setAgent(identity.getAgent())
        .setIncarnation(identity.getIncarnation())
        .setStream(identity.getStream())
        .setSamples(samples.covered())
        .setBatches(batches.covered())
        .setDuplicateBatches(duplicateBatches)
        .setMissingBatches(batches.missing())
        .setMissingSamples(samples.missing())
        .setWatermarkMicros(watermarkMicros)
        .setClosed(closed)
        .build();
  }
}
