package dev.pulse.scenario;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as k6 and Go write them: {@code 90s}, {@code 1m30s}, {@code 500ms}, {@code 1.5s}. */
public final class Durations {
  /** Longest duration accepted: more is a typing error, and the sums of a run stay in range. */
  public static final Duration MAX = Duration.ofDays(30);

  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L);
  private static final Pattern PART =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)(ns|us|µs|ms|s|m|h|d)");
  private static final int MAX_LENGTH = 64;

  private Durations() {}

  /**
   * Reads a duration; {@code 0} needs no unit.
   *
   * @throws IllegalArgumentException if it is none, negative, or above {@link #MAX}
   */
  public static Duration parse(String typed) {
    if (typed.equals("0")) {
      return Duration.ZERO;
    }
    Matcher part = PART.matcher(typed);
    var nanos = BigDecimal.ZERO;
    int end = 0;
    while (end < typed.length()
        && typed.length() <= MAX_LENGTH
        && part.region(end, typed.length()).lookingAt()) {
      nanos =
          nanos.add(new BigDecimal(part.group(1)).multiply(new BigDecimal(unit(part.group(2)))));
      end = part.end();
    }
    if (end == 0 || end < typed.length()) {
      throw new IllegalArgumentException(
          "must be a duration such as 500ms, 30s, 2m or 1h30m, is \"" + typed + '"');
    }
    return inRange(nanos, typed);
  }

  private static long unit(String name) {
    Long nanos = NANOS.get(name);
    if (nanos == null) {
      throw new AssertionError(name);
    }
    return nanos;
  }

  private static Duration inRange(BigDecimal nanos, String typed) {
    if (nanos.compareTo(new BigDecimal(MAX.toNanos())) > 0) {
      throw new IllegalArgumentException(
          "must be a duration of at most " + format(MAX) + ", is \"" + typed + '"');
    }
    return Duration.ofNanos(nanos.setScale(0, RoundingMode.DOWN).longValueExact());
  }

  /** Shortest way to write a duration ≥ 0, such as {@code 2m30s}; parses to the same duration. */
  public static String format(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0s";
    }
    var text = new StringBuilder();
    for (String unit : new String[] {"d", "h", "m", "s", "ms", "us", "ns"}) {
      long size = unit(unit);
      if (nanos >= size) {
        text.append(nanos / size).append(unit);
        nanos %= size;
      }
    }
    return text.toString();
  }

  static void requireNotNegative(Duration duration, String name) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, is " + duration);
    }
  }

  static void requirePositive(Duration duration, String name) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(name + " must be above 0, is " + duration);
    }
  }
}
