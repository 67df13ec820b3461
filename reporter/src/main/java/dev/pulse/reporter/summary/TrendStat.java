package dev.pulse.reporter.summary;

import dev.pulse.protocol.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A column of the trends, as {@code --summary-trend-stats} names it.
 *
 * @param name {@code avg}, {@code min}, {@code med}, {@code max}, {@code count} or {@code p(N)}
 * @param percentile N of {@code p(N)}, 50 for {@code med}, else 0
 */
public record TrendStat(String name, double percentile) {
  private static final Pattern PERCENTILE =
      Pattern.compile("p\\(([0-9]{1,2}(?:\\.[0-9]+)?|100)\\)");

  /** avg, min, med, max, p(90), p(95), p(99). */
  public static final List<TrendStat> DEFAULT = parse("avg,min,med,max,p(90),p(95),p(99)");

  /**
   * Reads a list such as {@code avg,p(95),p(99.9)}.
   *
   * @throws IllegalArgumentException naming the column that does not exist and those that do
   */
  public static List<TrendStat> parse(String typed) {
    var stats = new ArrayList<TrendStat>();
    for (String name : typed.split(",", -1)) {
      stats.add(parseOne(name.strip()));
    }
    return List.copyOf(stats);
  }

  private static TrendStat parseOne(String name) {
    var percentile = PERCENTILE.matcher(name);
    if (percentile.matches()) {
      return new TrendStat(name, Double.parseDouble(percentile.group(1)));
    }
    return switch (name) {
      case "avg", "min", "max", "count" -> new TrendStat(name, 0);
      case "med" -> new TrendStat(name, 50);
      default ->
          throw new IllegalArgumentException(
              "a trend column must be avg, min, med, max, count or p(N), is \"" + name + "\"");
    };
  }

  /** The figure: microseconds, or the number of values for {@code count}. */
  public double of(LatencyHistogram values) {
    return switch (name) {
      case "avg" -> values.meanMicros();
      case "min" -> values.minMicros();
      case "max" -> values.maxMicros();
      case "count" -> values.count();
      default -> values.valueAtPercentile(percentile);
    };
  }

  boolean isCount() {
    return name.equals("count");
  }
}
