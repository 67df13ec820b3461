package dev.pulse.scenario;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A set of HTTP statuses, as ranges.
 *
 * @param ranges at least one
 */
public record StatusSet(List<Range> ranges) {

  /** What counts as success unless a request says otherwise, as in k6. */
  public static final StatusSet DEFAULT = new StatusSet(List.of(new Range(200, 399)));

  /**
   * Statuses next to each other.
   *
   * @param from first, 100..599
   * @param to last, inclusive, from..599
   */
  public record Range(int from, int to) {

    /** Checks the range. */
    public Range {
      if (from < 100 || to > 599 || to < from) {
        throw new IllegalArgumentException(
            "a status must be 100..599 or a range such as 200-299, is " + text(from, to));
      }
    }

    @Override
    public String toString() {
      return text(from, to);
    }

    private static String text(int from, int to) {
      return from == to ? Integer.toString(from) : from + "-" + to;
    }
  }

  /** Checks that there is a range. */
  public StatusSet {
    ranges = List.copyOf(ranges);
    if (ranges.isEmpty()) {
      throw new IllegalArgumentException("a list of statuses must not be empty");
    }
  }

  /** Whether a status belongs to it. */
  public boolean contains(int status) {
    for (Range range : ranges) {
      if (status >= range.from && status <= range.to) {
        return true;
      }
    }
    return false;
  }

  /** As typed, such as {@code 200,201} or {@code 200-299}. */
  @Override
  public String toString() {
    return ranges.stream().map(Range::toString).collect(Collectors.joining(","));
  }
}
