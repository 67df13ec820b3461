package dev.pulse.collector;

import dev.pulse.protocol.SystemClock;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** How counters of a source have moved between two readings. */
final class Rates {
  private Map<String, Double> before = Map.of();
  private Map<String, Double> now = new HashMap<>();
  private long beforeNanos;
  private long nowNanos;

  /** Takes the counters of a new reading. */
  void next(Map<String, Double> counters) {
    before = now;
    beforeNanos = nowNanos;
    now = new HashMap<>(counters);
    nowNanos = SystemClock.nanoTime();
  }

  /** The next reading is the first again. */
  void forget() {
    before = Map.of();
    now = new HashMap<>();
  }

  /** How much a counter grew; empty at the first reading, and where it fell: a restart. */
  OptionalDouble growth(String counter) {
    Double from = before.get(counter);
    Double to = now.get(counter);
    return from == null || to == null || to < from
        ? OptionalDouble.empty()
        : OptionalDouble.of(to - from);
  }

  /** Its growth a second. */
  OptionalDouble perSecond(String counter) {
    double seconds = (nowNanos - beforeNanos) / 1e9;
    var growth = growth(counter);
    return growth.isPresent() && seconds > 0
        ? OptionalDouble.of(growth.getAsDouble() / seconds)
        : OptionalDouble.empty();
  }

  /** Growth of one as a share of that of both; empty where neither grew. */
  OptionalDouble share(String of, String other) {
    var part = growth(of);
    var rest = growth(other);
    if (part.isEmpty() || rest.isEmpty() || part.getAsDouble() + rest.getAsDouble() <= 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(part.getAsDouble() / (part.getAsDouble() + rest.getAsDouble()));
  }
}
