package dev.pulse.protocol;

/**
 * Record keys: parts joined by {@code |}, each with {@code %} and {@code |} percent-escaped. A key
 * decides partition and compaction only; whatever it says stands in the value too.
 */
public final class Keys {
  private Keys() {}

  /** Key of a sample batch: all of a stream stays in one partition, in order. */
  public static String stream(String run, String agent, int stream) {
    return join(run, agent, Integer.toString(stream));
  }

  /** Key of an {@code IntervalSummary}. */
  public static String interval(SeriesKey series, long interval) {
    return "interval|" + series.encoded() + "|" + interval;
  }

  /** Key of a {@code SeriesTotal}. */
  public static String total(SeriesKey series) {
    return "total|" + series.encoded();
  }

  /** Key of a {@code StreamAccount}. */
  public static String account(String run, String agent, long incarnation, int stream) {
    return join("stream", run, agent, Long.toUnsignedString(incarnation), Integer.toString(stream));
  }

  /** Joins parts so that different parts never give the same key. */
  static String join(String... parts) {
    var key = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        key.append('|');
      }
      key.append(escape(parts[i]));
    }
    return key.toString();
  }

  private static String escape(String part) {
    boolean plain = part.indexOf('|') < 0 && part.indexOf('%') < 0;
    return plain ? part : part.replace("%", "%25").replace("|", "%7C");
  }
}
