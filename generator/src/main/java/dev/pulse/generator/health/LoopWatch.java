package dev.pulse.generator.health;

import dev.pulse.protocol.HistogramLayout;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Counters of one event loop: written by its thread without locks or allocation, read by the one
 * that sends heartbeats.
 */
public final class LoopWatch {
  /** Two digits tell 1.0 ms from 1.1 ms, in 20 kB. */
  private static final int DIGITS = 2;

  private final SingleWriterRecorder startLag =
      new SingleWriterRecorder(HistogramLayout.MAX_MICROS, DIGITS);
  private final AtomicLong maxLoopLagMicros = new AtomicLong();
  private volatile int activeVus;
  private volatile int maxActiveVus;
  private volatile long iterations;
  private volatile long interrupted;
  private volatile long connections;

  /** A request was begun so long after it was due, microseconds. */
  public void started(long lagMicros) {
    startLag.recordValue(Math.min(lagMicros, HistogramLayout.MAX_MICROS));
  }

  /** The loop's tick came so late, microseconds. */
  public void ticked(long lagMicros) {
    if (lagMicros > maxLoopLagMicros.get()) {
      maxLoopLagMicros.set(lagMicros);
    }
  }

  /** Publishes the loop's counts, once a tick. */
  public void publish(int activeVus, long iterations, long interrupted, long connections) {
    this.activeVus = activeVus;
    maxActiveVus = Math.max(maxActiveVus, activeVus);
    this.iterations = iterations;
    this.interrupted = interrupted;
    this.connections = connections;
  }

  /** VUs at work. */
  public int activeVus() {
    return activeVus;
  }

  /** Most VUs at work at a tick. */
  public int maxActiveVus() {
    return maxActiveVus;
  }

  /** Iterations completed. */
  public long iterations() {
    return iterations;
  }

  /** Iterations cut short. */
  public long interrupted() {
    return interrupted;
  }

  /** Connections open. */
  public long connections() {
    return connections;
  }

  /** Greatest loop lag since the last call, microseconds. */
  public long drainMaxLoopLagMicros() {
    return maxLoopLagMicros.getAndSet(0);
  }

  /** Adds the start lags since the last call to a histogram of the same range. */
  public void drainStartLag(Histogram into) {
    into.add(startLag.getIntervalHistogram());
  }
}
