package dev.pulse.aggregator;

import java.util.Arrays;
import java.util.List;

/**
 * The numbers seen of a sequence that starts at 0, as sorted disjoint ranges: 16 bytes for each
 * gap, however long the sequence. Adding at the end, which is the rule, costs nothing.
 */
final class SeenRanges {
  /** from, to (exclusive), from, to, ... ascending; adjacent ranges are joined. */
  private long[] edges = new long[2];

  private int size;
  private long covered;

  /** Restores what {@link #edges} gave. */
  static SeenRanges of(List<Long> edges) {
    var ranges = new SeenRanges();
    for (int i = 0; i + 1 < edges.size(); i += 2) {
      ranges.add(edges.get(i), edges.get(i + 1));
    }
    return ranges;
  }

  /**
   * Adds the numbers in [from, to), unless one of them was seen before.
   *
   * @return whether they were new; if not, nothing has changed
   */
  boolean add(long from, long to) {
    if (from >= to) {
      return true;
    }
    int at = firstEndingAfter(from);
    if (at < size && edges[at] < to) {
      return false;
    }
    boolean joinsLeft = at > 0 && edges[at - 1] == from;
    boolean joinsRight = at < size && edges[at] == to;
    if (joinsLeft && joinsRight) {
      remove(at - 1);
    } else if (joinsLeft) {
      edges[at - 1] = to;
    } else if (joinsRight) {
      edges[at] = from;
    } else {
      insert(at, from, to);
    }
    covered += to - from;
    return true;
  }

  /** Whether any number in [from, to) was seen. */
  boolean intersects(long from, long to) {
    int at = firstEndingAfter(from);
    return from < to && at < size && edges[at] < to;
  }

  /** How many numbers were seen. */
  long covered() {
    return covered;
  }

  /** How many are missing below the highest seen. */
  long missing() {
    return size == 0 ? 0 : edges[size - 1] - covered;
  }

  /** The ranges as from, to (exclusive), from, to, ... ascending. */
  List<Long> edges() {
    return Arrays.stream(edges, 0, size).boxed().toList();
  }

  /** Position in {@link #edges} of the first range that ends after a number. */
  private int firstEndingAfter(long number) {
    if (size == 0 || edges[size - 1] <= number) {
      return size;
    }
    int at = 0;
    while (edges[at + 1] <= number) {
      at += 2;
    }
    return at;
  }

  private void insert(int at, long from, long to) {
    if (size + 2 > edges.length) {
      edges = Arrays.copyOf(edges, 2 * edges.length);
    }
    System.arraycopy(edges, at, edges, at + 2, size - at);
    edges[at] = from;
    edges[at + 1] = to;
    size += 2;
  }

  /** Takes two edges out, which joins the ranges on either side. */
  private void remove(int at) {
    System.arraycopy(edges, at + 2, edges, at, size - at - 2);
    size -= 2;
  }
}
