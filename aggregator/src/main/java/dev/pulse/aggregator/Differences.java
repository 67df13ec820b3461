package dev.pulse.aggregator;

import java.util.ArrayList;
import java.util.List;

/** Differences in words: the first of them, and how many more there are. */
final class Differences {
  /** A page of them is read; a thousand are not. */
  static final int MOST = 100;

  private final List<String> shown = new ArrayList<>();
  private long count;

  void add(String difference) {
    count++;
    if (shown.size() < MOST) {
      shown.add(difference);
    }
  }

  /** Adds one unless two values are equal. */
  void check(String what, long expected, long actual) {
    if (expected != actual) {
      add(what + " must be " + expected + ", is " + actual);
    }
  }

  List<String> toList() {
    List<String> all = new ArrayList<>(shown);
    if (count > shown.size()) {
      all.add("and " + (count - shown.size()) + " more");
    }
    return List.copyOf(all);
  }
}
