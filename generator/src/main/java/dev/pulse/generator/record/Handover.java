package dev.pulse.generator.record;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Passes sealed buffers of all streams to the publisher, and empty ones back: rings of fixed size,
 * so neither side ever waits for the other or allocates once the buffers exist.
 */
public final class Handover {
  /**
   * Buffers a stream may have at once. At 200,000 requests/s on one event loop they last 80 ms,
   * which is more than the publisher stays away for; 16 × 150 kB a stream at worst.
   */
  public static final int BUFFERS_PER_STREAM = 16;

  private final ArrayBlockingQueue<SampleBuffer> sealed;
  private final ArrayBlockingQueue<SampleBuffer>[] empty;
  private final int[] made;

  /**
   * A handover for some streams.
   *
   * @param streams number of event loops, ≥ 1
   */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public Handover(int streams) {
    sealed = new ArrayBlockingQueue<>(streams * BUFFERS_PER_STREAM);
    empty = new ArrayBlockingQueue[streams];
    for (int i = 0; i < streams; i++) {
      empty[i] = new ArrayBlockingQueue<>(BUFFERS_PER_STREAM);
    }
    made = new int[streams];
  }

  /**
   * An empty buffer, made on first need; called by the stream's event loop only.
   *
   * @return null if the publisher holds all of them
   */
  @Nullable SampleBuffer takeEmpty(int stream) {
    var buffer = empty[stream].poll();
    if (buffer == null && made[stream] < BUFFERS_PER_STREAM) {
      made[stream]++;
      buffer = new SampleBuffer(stream);
    }
    return buffer;
  }

  /** Passes a sealed buffer to the publisher. */
  void pass(SampleBuffer buffer) {
    // As many places as buffers: the ring cannot be full.
    sealed.add(buffer);
  }

  /**
   * The next sealed buffer of any stream, in order within a stream; called by the publisher.
   *
   * @return null if none came in time
   */
  public @Nullable SampleBuffer takeSealed(long timeoutMillis) throws InterruptedException {
    return sealed.poll(timeoutMillis, TimeUnit.MILLISECONDS);
  }

  /** Gives a buffer back, emptied. */
  public void giveBack(SampleBuffer buffer) {
    buffer.columns.clear();
    empty[buffer.stream].add(buffer);
  }
}
