package dev.pulse.protocol;

/**
 * Samples as columns of primitives: row {@code i} of every array is one sample. Preallocated for
 * {@link #CAPACITY} rows (about 150 kB), written by one thread at a time and reused; {@link #clear}
 * only resets the count, so a writer sets every column of its row.
 */
public final class SampleColumns {
  /** Most samples in a batch. */
  public static final int CAPACITY = 1_000;

  /** Rows in use, 0..{@link #CAPACITY}. */
  public int count;

  /** When the request was due, microseconds on the run clock. */
  public final long[] intendedStartMicros = new long[CAPACITY];

  /** Actual minus intended start, microseconds, ≥ 0. */
  public final long[] startLagMicros = new long[CAPACITY];

  /** End minus actual start, microseconds, ≥ 0. */
  public final long[] serviceMicros = new long[CAPACITY];

  /** TCP connect, microseconds; 0 on a reused connection. */
  public final long[] connectMicros = new long[CAPACITY];

  /** TLS handshake, microseconds; 0 where none. */
  public final long[] tlsMicros = new long[CAPACITY];

  /** Request written to first byte of the answer, microseconds. */
  public final long[] waitMicros = new long[CAPACITY];

  /** First to last byte of the answer, microseconds. */
  public final long[] receiveMicros = new long[CAPACITY];

  /** HTTP status, 0 if there was no answer. */
  public final int[] status = new int[CAPACITY];

  /** {@link Outcome#code}. */
  public final int[] outcome = new int[CAPACITY];

  /** Bytes read for this request, head and body, as on the wire. */
  public final long[] bytesIn = new long[CAPACITY];

  /** Bytes written for this request. */
  public final long[] bytesOut = new long[CAPACITY];

  /** Index into {@link SampleNames#requests}. */
  public final int[] requestIndex = new int[CAPACITY];

  /** Index into {@link SampleNames#stages}. */
  public final int[] stageIndex = new int[CAPACITY];

  /** Index into {@link SampleNames#scenarios}. */
  public final int[] scenarioIndex = new int[CAPACITY];

  /** VU, from 1. */
  public final int[] vu = new int[CAPACITY];

  /** Iteration of the VU, from 0. */
  public final int[] iteration = new int[CAPACITY];

  /** 0: none; else index into {@link SampleNames#tenants} plus 1. */
  public final int[] tenantIndex = new int[CAPACITY];

  /** 0: none; else index into {@link SampleNames#errors} plus 1. */
  public final int[] errorIndex = new int[CAPACITY];

  /** Bit {@code i} set: check {@code i} of the request failed. */
  public final long[] failedChecks = new long[CAPACITY];

  /** Forgets all rows. */
  public void clear() {
    count = 0;
  }

  /** Whether no further row fits. */
  public boolean isFull() {
    return count == CAPACITY;
  }

  /** Response time of a row: end minus intended start, microseconds. */
  public long responseMicros(int row) {
    return startLagMicros[row] + serviceMicros[row];
  }

  /** k6's {@code http_req_duration} of a row: wait plus receive, microseconds. */
  public long durationMicros(int row) {
    return waitMicros[row] + receiveMicros[row];
  }

  /** End of a row, microseconds on the run clock. */
  public long endMicros(int row) {
    return intendedStartMicros[row] + responseMicros(row);
  }
}
