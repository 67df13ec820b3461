package dev.pulse.generator.record;

import dev.pulse.protocol.BatchHeader;
import dev.pulse.protocol.SampleColumns;

/**
 * One batch on its way from an event loop to the publisher: columns (about 150 kB, reused) and what
 * the batch's header says. Owned by the recorder until handed over, by the publisher until given
 * back.
 */
public final class SampleBuffer {
  /** The samples. */
  public final SampleColumns columns = new SampleColumns();

  /** Stream it belongs to; fixed. */
  public final int stream;

  long batch;
  long firstSample;
  long interval;
  long watermarkMicros;
  boolean last;

  SampleBuffer(int stream) {
    this.stream = stream;
  }

  /** Sequence number of the first sample. */
  public long firstSample() {
    return firstSample;
  }

  /** Whether nothing follows on this stream. */
  public boolean isLast() {
    return last;
  }

  /**
   * The header of this batch.
   *
   * @param template the fields that are the same in all batches of the agent
   */
  public BatchHeader header(BatchHeader template) {
    return new BatchHeader(
        template.run(),
        template.agent(),
        template.incarnation(),
        stream,
        template.expectedStreams(),
        batch,
        firstSample,
        template.intervalMicros(),
        interval,
        watermarkMicros,
        last);
  }
}
