package dev.pulse.generator.record;

import dev.pulse.protocol.SampleColumns;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the samples of one stream and writes them into columns. A batch is sealed at {@link
 * SampleColumns#CAPACITY} samples, {@value #MAX_AGE_MICROS} µs after its first one, or at the edge
 * of an interval, whichever comes first. Called by one event loop only; allocates nothing once its
 * buffers exist.
 *
 * <p>Where the publisher holds all buffers, samples are numbered, counted and reported as lost,
 * never waited for.
 */
public final class SampleRecorder {
  /** Oldest a sample in an open batch gets, microseconds. */
  public static final long MAX_AGE_MICROS = 500_000;

  private static final String NO_BUFFER = "publisher too slow, no buffer free";

  private final int stream;
  private final long intervalMicros;
  private final Handover handover;
  private final LossListener losses;
  private final long[] counts;
  private final int requests;

  private @Nullable SampleBuffer open;
  private long openedMicros;
  private long interval;
  private long intervalEndMicros;
  private long batch;
  private long lostFrom = -1;
  private volatile long sequence;

  /**
   * A recorder for one stream, whose first interval begins at 0 on the run clock.
   *
   * @param intervalMicros length of an interval, ≥ 1
   * @param scenarios number of scenario names
   * @param requests number of request names
   */
  public SampleRecorder(
      int stream,
      long intervalMicros,
      int scenarios,
      int requests,
      Handover handover,
      LossListener losses) {
    this.stream = stream;
    this.intervalMicros = intervalMicros;
    this.handover = handover;
    this.losses = losses;
    this.requests = requests;
    counts = new long[scenarios * requests];
    intervalEndMicros = intervalMicros;
  }

  /**
   * Records a sample that ends now.
   *
   * @param endMicros run clock, not less than in the call before
   */
  public void record(Sample sample, long endMicros) {
    if (endMicros >= intervalEndMicros) {
      closeInterval(endMicros);
    }
    counts[sample.scenario * requests + sample.request]++;
    var buffer = open;
    if (buffer == null) {
      buffer = open(endMicros);
    }
    if (buffer == null) {
      lose();
    } else {
      append(buffer, sample, endMicros);
    }
  }

  private void append(SampleBuffer buffer, Sample sample, long endMicros) {
    var columns = buffer.columns;
    int row = columns.count;
    if (row == 0) {
      openedMicros = endMicros;
      buffer.firstSample = sequence;
    }
    write(columns, row, sample, endMicros);
    columns.count = row + 1;
    advance();
    if (columns.isFull()) {
      seal(endMicros, false);
    }
  }

  private static void write(SampleColumns c, int row, Sample s, long endMicros) {
    c.intendedStartMicros[row] = s.intendedStartMicros;
    c.startLagMicros[row] = s.startMicros - s.intendedStartMicros;
    c.serviceMicros[row] = endMicros - s.startMicros;
    c.connectMicros[row] = s.connectMicros;
    c.tlsMicros[row] = s.tlsMicros;
    c.waitMicros[row] = s.waitMicros(endMicros);
    c.receiveMicros[row] = s.receiveMicros(endMicros);
    c.status[row] = s.status;
    c.outcome[row] = s.outcome.code();
    c.bytesIn[row] = s.bytesIn;
    c.bytesOut[row] = s.bytesOut;
    c.requestIndex[row] = s.request;
    c.stageIndex[row] = s.stage;
    c.scenarioIndex[row] = s.scenario;
    c.vu[row] = s.vu;
    c.iteration[row] = s.iteration;
    c.tenantIndex[row] = s.tenant;
    c.errorIndex[row] = s.error;
    c.failedChecks[row] = s.failedChecks;
  }

  /** Single writer: a plain read and an ordered write suffice. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void advance() {
    sequence = sequence + 1;
  }

  private void lose() {
    if (lostFrom < 0) {
      lostFrom = sequence;
    }
    advance();
  }

  private @Nullable SampleBuffer open(long nowMicros) {
    var buffer = handover.takeEmpty(stream);
    if (buffer != null) {
      buffer.firstSample = sequence;
      openedMicros = nowMicros;
      open = buffer;
      reportLoss();
    }
    return buffer;
  }

  private void reportLoss() {
    if (lostFrom >= 0) {
      losses.lost(stream, lostFrom, sequence - 1, NO_BUFFER);
      lostFrom = -1;
    }
  }

  /**
   * Seals what is due by time; to be called every few milliseconds.
   *
   * @param nowMicros run clock; no later sample may end before it
   */
  public void tick(long nowMicros) {
    if (nowMicros >= intervalEndMicros) {
      closeInterval(nowMicros);
    } else if (open != null
        && open.columns.count > 0
        && nowMicros - openedMicros >= MAX_AGE_MICROS) {
      seal(nowMicros, false);
    }
  }

  private void closeInterval(long nowMicros) {
    long next = nowMicros / intervalMicros;
    if (open != null || open(nowMicros) != null) {
      seal(next * intervalMicros, false);
    }
    interval = next;
    intervalEndMicros = (next + 1) * intervalMicros;
  }

  /**
   * Ends the stream: what is open is sealed, and the last batch says so. Nothing may be recorded
   * afterwards.
   *
   * @return false if no buffer is free to say it with: try again a little later
   */
  public boolean finish(long nowMicros) {
    if (nowMicros >= intervalEndMicros) {
      closeInterval(nowMicros);
    }
    if (open == null && open(nowMicros) == null) {
      return false;
    }
    seal(nowMicros, true);
    return true;
  }

  private void seal(long watermarkMicros, boolean last) {
    var buffer = open;
    if (buffer == null) {
      return;
    }
    if (buffer.columns.count == 0) {
      buffer.firstSample = sequence;
    }
    buffer.batch = batch++;
    buffer.interval = interval;
    buffer.watermarkMicros = watermarkMicros;
    buffer.last = last;
    open = null;
    handover.pass(buffer);
  }

  /** Samples numbered so far; readable from any thread. */
  public long scheduled() {
    return sequence;
  }

  /** Batches sealed so far; to be read after {@link #finish}. */
  public long batches() {
    return batch;
  }

  /** Samples of a request in a scenario, lost ones included; to be read after {@link #finish}. */
  public long count(int scenario, int request) {
    return counts[scenario * requests + request];
  }
}
