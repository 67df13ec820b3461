package dev.pulse.collector;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** When a query was answered, and so when it was not. */
final class AnswerTimes {
  /** More than a day of them. */
  private static final int MOST = 50_000;

  private final Deque<Long> times = new ArrayDeque<>();
  private long forgottenUntil = Long.MIN_VALUE;
  private boolean hasFailed;

  /**
   * Between two answers that are too far apart.
   *
   * @param fromMicros the one before
   * @param toMicros the one after
   */
  record Hole(long fromMicros, long toMicros) {
    /** Whether a reading then would be none that was had already. */
    boolean holds(long atMicros, long stepMicros) {
      return atMicros - fromMicros > stepMicros / 2 && toMicros - atMicros > stepMicros / 2;
    }
  }

  void answered(long atMicros) {
    times.addLast(atMicros);
    if (times.size() > MOST) {
      forgottenUntil = times.removeFirst();
    }
  }

  void failed() {
    hasFailed = true;
  }

  /** Those in a stretch of time; none where every try was answered. */
  List<Hole> holes(long fromMicros, long toMicros, long stepMicros) {
    var holes = new ArrayList<Hole>();
    long before = Math.max(fromMicros, forgottenUntil);
    for (long at : times) {
      if (at > before && at < toMicros) {
        add(holes, before, at, stepMicros);
        before = at;
      }
    }
    add(holes, before, toMicros, stepMicros);
    return hasFailed ? holes : List.of();
  }

  /**
   * Stretches of time that cover all holes: those that are near each other in one, and no stretch
   * longer than asked for unless a single hole is.
   */
  static List<Hole> stretches(List<Hole> holes, long mostMicros) {
    var stretches = new ArrayDeque<Hole>();
    for (Hole hole : holes) {
      var last = stretches.peekLast();
      if (last != null && hole.toMicros() - last.fromMicros() <= mostMicros) {
        stretches.removeLast();
        stretches.addLast(new Hole(last.fromMicros(), hole.toMicros()));
      } else {
        stretches.addLast(hole);
      }
    }
    return List.copyOf(stretches);
  }

  private static void add(List<Hole> holes, long from, long to, long stepMicros) {
    if (to - from > stepMicros * 3 / 2) {
      holes.add(new Hole(from, to));
    }
  }
}
