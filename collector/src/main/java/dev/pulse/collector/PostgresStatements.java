package dev.pulse.collector;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What {@code pg_stat_statements} adds up to since the run began: the ten statements with most time
 * in all, and the ten with most time a call. Nothing where the extension is not there.
 */
final class PostgresStatements {
  private static final int MOST = 10;
  private static final int LONGEST_TEXT = 120;

  private static final String EXTENSION =
      "SELECT 1 FROM pg_extension WHERE extname = 'pg_stat_statements'";

  private static final String EXTENSION_NORMALISED =
      "SELECT $1 FROM pg_extension WHERE extname = $2";

  /** Without texts, which are read for those that are shown. */
  private static final String SUMS =
      """
      SELECT queryid, sum(calls) AS calls, sum(total_exec_time) AS millis, sum(rows) AS rows
      FROM pg_stat_statements(false)
      WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND queryid IS NOT NULL
      GROUP BY queryid
      """;

  private static final String TEXTS =
      "SELECT queryid, min(query) AS query FROM pg_stat_statements WHERE queryid = ANY(?)"
          + " GROUP BY queryid";

  private final String label;
  private final Map<Long, String> texts = new HashMap<>();
  private final Map<Long, Sum> totals = new HashMap<>();
  private Map<Long, Sum> before = Map.of();
  private boolean begins = true;
  private String found = "";

  private record Sum(double calls, double millis, double rows) {
    static final Sum NONE = new Sum(0, 0, 0);

    Sum less(Sum other) {
      // Less than before: the statistics were reset, or the entry was dropped and came back.
      boolean isNew = calls < other.calls || millis < other.millis || rows < other.rows;
      return isNew ? this : new Sum(calls - other.calls, millis - other.millis, rows - other.rows);
    }

    Sum plus(Sum other) {
      return new Sum(calls + other.calls, millis + other.millis, rows + other.rows);
    }

    double mean() {
      return calls > 0 ? millis / calls : 0;
    }
  }

  PostgresStatements(String label) {
    this.label = label;
  }

  /** Counts from the next reading on. */
  void begin() {
    begins = true;
    totals.clear();
  }

  /** Whether it was there at the last reading, and what to do. */
  String found() {
    return found;
  }

  List<Reading> read(Connection connection) throws SQLException {
    if (!isThere(connection)) {
      found = "no pg_stat_statements: CREATE EXTENSION pg_stat_statements to see statements";
      return List.of();
    }
    found = "pg_stat_statements is there";
    Map<Long, Sum> now = sums(connection);
    if (begins) {
      begins = false;
      before = now;
      return List.of();
    }
    var readings = new ArrayList<Reading>();
    var last = grown(now, before);
    double calls = last.values().stream().mapToDouble(Sum::calls).sum();
    if (calls > 0) {
      double millis = last.values().stream().mapToDouble(Sum::millis).sum();
      readings.add(Reading.of("query_mean_ms", Reading.MILLIS, label, millis / calls));
    }
    before = now;
    // Added up here, as the sums of the server begin anew whenever somebody resets them.
    last.forEach((id, growth) -> totals.merge(id, growth, Sum::plus));
    readings.addAll(statements(connection, totals));
    return readings;
  }

  /** Why it could not be read although it is there, and what to do. */
  static String reason(SQLException failure) {
    String advice =
        switch (String.valueOf(failure.getSQLState())) {
          case "55000" ->
              "pg_stat_statements is not loaded: name it in shared_preload_libraries and restart"
                  + " the server";
          case "42883", "42P01" ->
              "pg_stat_statements is in a schema that is not on the search_path of this user:"
                  + " ALTER ROLE … SET search_path, or ALTER EXTENSION pg_stat_statements SET"
                  + " SCHEMA public";
          case "42703" ->
              "pg_stat_statements is of an old version: ALTER EXTENSION pg_stat_statements UPDATE";
          default -> "pg_stat_statements cannot be read";
        };
    return advice + " (" + failure.getMessage() + ")";
  }

  private static boolean isThere(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(EXTENSION)) {
      return row.next();
    }
  }

  private static Map<Long, Sum> sums(Connection connection) throws SQLException {
    Map<Long, Sum> sums = new HashMap<>();
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SUMS)) {
      while (row.next()) {
        sums.put(
            row.getLong("queryid"),
            new Sum(row.getDouble("calls"), row.getDouble("millis"), row.getDouble("rows")));
      }
    }
    return sums;
  }

  private static Map<Long, Sum> grown(Map<Long, Sum> now, Map<Long, Sum> then) {
    Map<Long, Sum> grown = new HashMap<>();
    now.forEach(
        (id, sum) -> {
          var growth = sum.less(then.getOrDefault(id, Sum.NONE));
          if (growth.calls() > 0) {
            grown.put(id, growth);
          }
        });
    return grown;
  }

  private List<Reading> statements(Connection connection, Map<Long, Sum> since)
      throws SQLException {
    Set<Long> shown = new LinkedHashSet<>();
    top(since, Sum::millis).forEach(shown::add);
    top(since, Sum::mean).forEach(shown::add);
    learn(connection, shown);
    var readings = new ArrayList<Reading>();
    for (long id : shown) {
      String text = texts.getOrDefault(id, "");
      if (!text.isEmpty()) {
        var sum = since.getOrDefault(id, Sum.NONE);
        var labels = Map.of("queryid", Long.toString(id));
        readings.add(of("statement_mean_ms", Reading.MILLIS, text, sum.mean(), labels));
        readings.add(of("statement_total_ms", Reading.MILLIS, text, sum.millis(), labels));
        readings.add(of("statement_calls", Reading.COUNT, text, sum.calls(), labels));
        readings.add(of("statement_rows", Reading.COUNT, text, sum.rows(), labels));
      }
    }
    return readings;
  }

  private static Reading of(
      String series, String unit, String label, double value, Map<String, String> labels) {
    return new Reading(series, unit, label, value, 0, labels);
  }

  private static Stream<Long> top(Map<Long, Sum> sums, ToDoubleFunction<Sum> by) {
    return sums.entrySet().stream()
        .sorted(
            Comparator.comparingDouble((Map.Entry<Long, Sum> e) -> by.applyAsDouble(e.getValue()))
                .reversed())
        .limit(MOST)
        .map(Map.Entry::getKey);
  }

  /** On one line and cut; empty for the collector's own, which are not the system under test's. */
  private static String shown(String query) {
    if (query.contains("pg_stat_") || query.equals(EXTENSION_NORMALISED)) {
      return "";
    }
    String line = query.replaceAll("\\s+", " ").strip();
    return line.substring(0, Math.min(line.length(), LONGEST_TEXT));
  }

  /** Another statement may begin alike: its readings must not be taken for this one's. */
  private String distinct(String shown, long id) {
    if (shown.isEmpty() || !texts.containsValue(shown)) {
      return shown;
    }
    String suffix = " … " + Long.toUnsignedString(id, 36);
    int most = Math.min(shown.length(), LONGEST_TEXT - suffix.length());
    return shown.substring(0, most) + suffix;
  }

  private void learn(Connection connection, Set<Long> ids) throws SQLException {
    Object[] unknown = ids.stream().filter(id -> !texts.containsKey(id)).toArray();
    if (unknown.length == 0) {
      return;
    }
    Array array = connection.createArrayOf("bigint", unknown);
    try (var statement = connection.prepareStatement(TEXTS)) {
      statement.setArray(1, array);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          long id = row.getLong("queryid");
          texts.put(id, distinct(shown(row.getString("query")), id));
        }
      }
    } finally {
      array.free();
    }
  }
}
