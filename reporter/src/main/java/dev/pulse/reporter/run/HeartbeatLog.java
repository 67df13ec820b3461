package dev.pulse.reporter.run;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.pulse.protocol.v1.Heartbeat;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeats of one agent, the last of each second, as bytes: about 9 MB for a day, where the
 * parsed ones would take 30. All are kept, because whether the load was held is judged by seconds.
 */
final class HeartbeatLog {
  private static final long SECOND_MICROS = 1_000_000;
  private static final int CHUNK = 1_024;

  private final NavigableMap<Long, byte[][]> chunks = new TreeMap<>();
  private @Nullable Heartbeat newest;

  void put(Heartbeat beat) {
    long second = beat.getAtMicros() / SECOND_MICROS;
    chunks.computeIfAbsent(second / CHUNK, key -> new byte[CHUNK][])[(int) (second % CHUNK)] =
        beat.toByteArray();
    if (newest == null || second >= newest.getAtMicros() / SECOND_MICROS) {
      newest = beat;
    }
  }

  Optional<Heartbeat> newest() {
    return Optional.ofNullable(newest);
  }

  /** The newest of the seconds from one to another, both included. */
  Optional<Heartbeat> newestOf(long firstSecond, long lastSecond) {
    for (long second = lastSecond; second >= Math.max(0, firstSecond); second--) {
      byte[][] chunk = chunks.get(second / CHUNK);
      byte[] bytes = chunk == null ? null : chunk[(int) (second % CHUNK)];
      if (bytes != null) {
        return Optional.of(parse(bytes));
      }
    }
    return Optional.empty();
  }

  /** All by time. */
  List<Heartbeat> all() {
    var all = new ArrayList<Heartbeat>();
    for (byte[][] chunk : chunks.values()) {
      for (byte[] bytes : chunk) {
        if (bytes != null) {
          all.add(parse(bytes));
        }
      }
    }
    return all;
  }

  private static Heartbeat parse(byte[] bytes) {
    try {
      return Heartbeat.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("these bytes were written from a heartbeat", e);
    }
  }
}
