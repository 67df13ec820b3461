package dev.pulse.aggregator;

import dev.pulse.aggregator.wire.StreamWatermark;
import dev.pulse.protocol.Keys;
import java.util.HashMap;
import java.util.Map;

/**
 * How far the streams of a run have come. A stream is an agent's event loop whatever its
 * incarnation: when an agent is started again, its new process speaks for the stream, and the dead
 * one does not hold the run back.
 */
final class RunWatermarks {
  private final Map<String, StreamWatermark> byStream = new HashMap<>();
  private int expectedStreams = 1;

  /** Key of a stream among those of its run. */
  static String keyOf(StreamWatermark watermark) {
    return Keys.stream(watermark.getRun(), watermark.getAgent(), watermark.getStream());
  }

  /**
   * Takes a watermark.
   *
   * @return whether the stream has moved on by it; a stream never goes back
   */
  boolean update(StreamWatermark watermark) {
    expectedStreams = Math.max(expectedStreams, watermark.getExpectedStreams());
    String key = keyOf(watermark);
    var before = byStream.get(key);
    boolean moved =
        before == null
            || watermark.getWatermarkMicros() > before.getWatermarkMicros()
            || (watermark.getClosed() && !before.getClosed());
    if (moved) {
      byStream.put(key, before == null ? watermark : furthest(before, watermark));
    }
    return moved;
  }

  private static StreamWatermark furthest(StreamWatermark a, StreamWatermark b) {
    return b.toBuilder()
        .setWatermarkMicros(Math.max(a.getWatermarkMicros(), b.getWatermarkMicros()))
        .setClosed(a.getClosed() || b.getClosed())
        .build();
  }

  /** The latest of a stream, after {@link #update}. */
  StreamWatermark latest(StreamWatermark of) {
    return byStream.getOrDefault(keyOf(of), of);
  }

  /** Whether all expected streams have ended. */
  boolean isFinal() {
    return byStream.size() >= expectedStreams
        && byStream.values().stream().allMatch(StreamWatermark::getClosed);
  }

  /**
   * The run clock that every expected stream has passed, microseconds: nothing that ended before is
   * expected any more. {@link Long#MAX_VALUE} once all have ended.
   */
  long lowestMicros() {
    return byStream.size() < expectedStreams
        ? 0
        : byStream.values().stream()
            .filter(stream -> !stream.getClosed())
            .mapToLong(StreamWatermark::getWatermarkMicros)
            .min()
            .orElse(Long.MAX_VALUE);
  }
}
