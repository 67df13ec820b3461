package dev.pulse.reporter.bottleneck;

import dev.pulse.reporter.run.ResourceSeries;
import dev.pulse.reporter.run.ResourceSeries.Point;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the database told of its statements: for each a series of sums since the run began, so that
 * a stretch of time is the difference of two readings.
 */
final class Statements {
  private static final String TOTAL = "statement_total_ms";
  private static final String CALLS = "statement_calls";
  private static final String ROWS = "statement_rows";

  private final Map<String, ResourceSeries> totals = new TreeMap<>();
  private final Map<String, ResourceSeries> calls = new TreeMap<>();
  private final Map<String, ResourceSeries> rows = new TreeMap<>();

  Statements(List<ResourceSeries> all) {
    for (ResourceSeries series : all) {
      switch (series.series()) {
        case TOTAL -> totals.put(series.label(), series);
        case CALLS -> calls.put(series.label(), series);
        case ROWS -> rows.put(series.label(), series);
        default -> {}
      }
    }
  }

  /**
   * A statement over a stretch of time.
   *
   * @param calls at least 1
   * @param totalMillis time in it, all calls together
   */
  record Statement(String text, double calls, double totalMillis, double rows) {
    /** Time of a call, microseconds. */
    double meanMicros() {
      return totalMillis * 1_000 / calls;
    }
  }

  boolean areMeasured() {
    return !totals.isEmpty();
  }

  /** Those that were called in a stretch of time, most time first. */
  List<Statement> between(long fromMicros, long toMicros) {
    return totals.keySet().stream()
        .map(
            text ->
                new Statement(
                    text,
                    Math.max(1, Math.rint(grown(calls, text, fromMicros, toMicros))),
                    grown(totals, text, fromMicros, toMicros),
                    grown(rows, text, fromMicros, toMicros)))
        .filter(statement -> statement.totalMillis() > 0)
        .sorted(
            Comparator.comparingDouble(Statement::totalMillis)
                .reversed()
                .thenComparing(Statement::text))
        .toList();
  }

  private static double grown(
      Map<String, ResourceSeries> all, String text, long fromMicros, long toMicros) {
    ResourceSeries series = all.get(text);
    return series == null ? 0 : at(series, toMicros) - at(series, fromMicros);
  }

  /** The newest reading until then; the sums begin with 0 at the start of the run. */
  private static double at(ResourceSeries series, long micros) {
    double value = 0;
    for (Point point : series.points()) {
      if (point.atMicros() > micros) {
        break;
      }
      value = point.value();
    }
    return value;
  }
}
