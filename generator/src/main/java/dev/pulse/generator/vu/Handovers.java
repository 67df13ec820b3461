package dev.pulse.generator.vu;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Arrivals on their way from a loop whose VUs are all busy to another one, and whether there may be
 * more of them: no loop ends before. Thread-safe.
 */
final class Handovers {
  private final Map<Integer, OpenGroup> groups = new ConcurrentHashMap<>();
  private final AtomicInteger notIssued = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();

  /** A loop's group takes part; all do before the first one begins. */
  void join(OpenGroup group, int loopIndex) {
    groups.put(loopIndex, group);
    notIssued.incrementAndGet();
  }

  /** The group that is asked after a loop's own. */
  OpenGroup after(int loopIndex, int loops) {
    return Objects.requireNonNull(groups.get((loopIndex + 1) % loops));
  }

  /** An arrival leaves a loop. */
  void begin() {
    underWay.incrementAndGet();
  }

  /** It has a VU, or was dropped, or has left again. */
  void end() {
    underWay.decrementAndGet();
  }

  /** A group has seen the last of its own arrivals. */
  void issued() {
    notIssued.decrementAndGet();
  }

  /** Whether none is under way, and none will be. */
  boolean areOver() {
    return notIssued.get() == 0 && underWay.get() == 0;
  }
}
