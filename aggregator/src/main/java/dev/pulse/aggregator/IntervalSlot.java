package dev.pulse.aggregator;

import java.util.ArrayList;
import java.util.List;

/** The partials of one interval of one series, by their keys in the store. */
final class IntervalSlot {
  private final List<String> partials = new ArrayList<>();
  private final List<String> unshown = new ArrayList<>();
  private final List<String> uncounted = new ArrayList<>();

  /** A partial that is neither in an emitted interval nor in the total. */
  void add(String partial) {
    partials.add(partial);
    unshown.add(partial);
    uncounted.add(partial);
  }

  /** A partial that is in both: restored after a restart. */
  void addCounted(String partial) {
    partials.add(partial);
  }

  /** All partials. */
  List<String> partials() {
    return partials;
  }

  /** Whether the interval was not emitted since a partial came. */
  boolean isStale() {
    return !unshown.isEmpty();
  }

  void emitted() {
    unshown.clear();
  }

  /** Whether a partial is not in the series' total yet. */
  boolean lacksTotal() {
    return !uncounted.isEmpty();
  }

  /** Partials that were emitted with their interval, but are not in the series' total yet. */
  List<String> takeUncounted() {
    var taken = new ArrayList<>(uncounted);
    taken.removeAll(unshown);
    uncounted.retainAll(unshown);
    return taken;
  }
}
