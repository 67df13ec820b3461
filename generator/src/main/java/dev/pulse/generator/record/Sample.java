package dev.pulse.generator.record;

import dev.pulse.protocol.Outcome;

/**
 * What is known of one request while it is under way; the writer's scratch pad, reused from request
 * to request. Every VU has one. Times are microseconds on the run clock.
 */
public final class Sample {
  /** When the request was due. */
  public long intendedStartMicros;

  /** When work on it began; before that it waited for the event loop. */
  public long startMicros;

  /** When it was written to the connection; 0: not yet. */
  public long writtenMicros;

  /** When the first byte of the answer was read; 0: not yet. */
  public long firstByteMicros;

  /** Duration of the TCP connect; 0 on a reused connection. */
  public long connectMicros;

  /** Duration of the TLS handshake; 0 where none. */
  public long tlsMicros;

  /** Bytes read, as on the wire (decrypted). */
  public long bytesIn;

  /** Bytes written, as on the wire (before encryption). */
  public long bytesOut;

  /** Bit {@code i} set: check {@code i} failed. */
  public long failedChecks;

  /** HTTP status, 0 if none. */
  public int status;

  /** Index of the request's name. */
  public int request;

  /** Index of the stage's name. */
  public int stage;

  /** Index of the scenario's name. */
  public int scenario;

  /** VU, from 1. */
  public int vu;

  /** Iteration of the VU, from 0. */
  public int iteration;

  /** Index of the tenant's name plus 1; 0: none. */
  public int tenant;

  /** Index into {@link ErrorNames} plus 1; 0: none. */
  public int error;

  /** What became of it. */
  public Outcome outcome = Outcome.OK;

  /**
   * Forgets the last request; who sends it (scenario, VU, tenant) stays.
   *
   * @param intendedStartMicros when the next one is due
   * @param nowMicros when work on it begins, ≥ {@code intendedStartMicros}
   */
  public void begin(long intendedStartMicros, long nowMicros) {
    this.intendedStartMicros = intendedStartMicros;
    startMicros = nowMicros;
    writtenMicros = 0;
    firstByteMicros = 0;
    connectMicros = 0;
    tlsMicros = 0;
    bytesIn = 0;
    bytesOut = 0;
    failedChecks = 0;
    status = 0;
    error = 0;
    outcome = Outcome.OK;
  }

  /** Sets what became of the request, and the words for it. */
  public void fail(Outcome outcome, int error) {
    this.outcome = outcome;
    this.error = error;
  }

  /** Written to first byte; to {@code endMicros} if none came; 0 if nothing was written. */
  long waitMicros(long endMicros) {
    if (writtenMicros == 0) {
      return 0;
    }
    return (firstByteMicros == 0 ? endMicros : firstByteMicros) - writtenMicros;
  }

  /** First byte to the end; 0 if none came. */
  long receiveMicros(long endMicros) {
    return firstByteMicros == 0 ? 0 : endMicros - firstByteMicros;
  }
}
