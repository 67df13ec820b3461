package dev.pulse.reporter.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Samples of one series in each interval: 8 bytes an interval, so that a sum is exact for ever. */
final class IntervalCounts {
  private static final int CHUNK = 1_024;
  private static final int UNSEEN = -1;

  private final NavigableMap<Long, long[]> chunks = new TreeMap<>();
  private long sum;

  /** Sets the count of an interval; whether it had none before. */
  boolean put(long interval, long samples) {
    long[] chunk = chunks.computeIfAbsent(interval / CHUNK, key -> unseen());
    int at = (int) (interval % CHUNK);
    boolean isNew = chunk[at] == UNSEEN;
    sum += samples - (isNew ? 0 : chunk[at]);
    chunk[at] = samples;
    return isNew;
  }

  private static long[] unseen() {
    long[] chunk = new long[CHUNK];
    Arrays.fill(chunk, UNSEEN);
    return chunk;
  }

  long sum() {
    return sum;
  }

  /** Intervals that any of some has seen, ascending. */
  static List<Long> numbers(Collection<IntervalCounts> all) {
    var places = new TreeSet<Long>();
    all.forEach(counts -> places.addAll(counts.chunks.keySet()));
    var numbers = new ArrayList<Long>();
    for (long place : places) {
      for (int at = 0; at < CHUNK; at++) {
        if (isSeen(all, place, at)) {
          numbers.add(place * CHUNK + at);
        }
      }
    }
    return numbers;
  }

  private static boolean isSeen(Collection<IntervalCounts> all, long place, int at) {
    for (IntervalCounts counts : all) {
      long[] chunk = counts.chunks.get(place);
      if (chunk != null && chunk[at] != UNSEEN) {
        return true;
      }
    }
    return false;
  }
}
