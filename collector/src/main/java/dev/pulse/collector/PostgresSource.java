package dev.pulse.collector;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Connections, cache and transactions of one database of a PostgreSQL, and its statements. */
final class PostgresSource implements Source {
  private static final String SECONDS_TO_CONNECT = "3";
  private static final String SECONDS_TO_ANSWER = "5";

  private static final String ACTIVITY =
      """
      SELECT count(*) AS used,
             count(*) FILTER (WHERE state = 'active') AS active,
             count(*) FILTER (WHERE state LIKE 'idle%') AS idle,
             count(*) FILTER (WHERE wait_event_type = 'Lock') AS locked,
             count(*) FILTER (WHERE wait_event_type IN ('Lock', 'LWLock', 'BufferPin')) AS waiting,
             current_setting('max_connections')::int AS allowed
      FROM pg_stat_activity
      WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
      """;

  private static final String DATABASE =
      """
      SELECT blks_hit, blks_read, xact_commit, xact_rollback, deadlocks
      FROM pg_stat_database WHERE datname = current_database()
      """;

  /** Whose column is named so that it is not shown among the statements of the system itself. */
  private static final String RIGHT =
      """
      SELECT pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS sees_all_pg_stat_rows,
             quote_ident(current_user) AS grantee
      """;

  private final SourceSpec.Postgres spec;
  private final Rates rates = new Rates();
  private final PostgresStatements statements;
  private @Nullable Connection connection;
  private boolean maySeeAll;

  PostgresSource(SourceSpec.Postgres spec) {
    this.spec = spec;
    statements = new PostgresStatements(spec.name());
  }

  @Override
  public List<Reading> read() throws IOException {
    try {
      var open = connection;
      if (open == null) {
        maySeeAll = false;
        open = connect();
        connection = open;
      }
      var readings = new ArrayList<>(database(open));
      requireToSeeAll(open, readings);
      readings.addAll(activity(open));
      readings.addAll(statements(open, readings));
      return readings;
    } catch (SQLException e) {
      close();
      rates.forget();
      throw new IOException(spec + " does not answer: " + e.getMessage() + advice(e), e);
    }
  }

  /**
   * Of the sessions and statements of others a user without the right sees nothing but that they
   * are there: they would be counted as none. Asked again until it is granted.
   */
  private void requireToSeeAll(Connection open, List<Reading> others)
      throws SQLException, PartlyReadException {
    if (maySeeAll) {
      return;
    }
    try (var statement = open.createStatement();
        ResultSet row = statement.executeQuery(RIGHT)) {
      row.next();
      maySeeAll = row.getBoolean("sees_all_pg_stat_rows");
      if (!maySeeAll) {
        String grant = "GRANT pg_monitor TO " + row.getString("grantee");
        throw new PartlyReadException(
            spec + " hides connections and statements from this user: " + grant, others);
      }
    }
  }

  /** The extension may be there and not be readable, which is no reason to lose the others. */
  private List<Reading> statements(Connection open, List<Reading> others)
      throws SQLException, PartlyReadException {
    try {
      return statements.read(open);
    } catch (SQLException e) {
      String state = String.valueOf(e.getSQLState());
      if (e.getSQLState() == null || state.startsWith("08") || state.startsWith("57")) {
        throw e;
      }
      throw new PartlyReadException(
          spec + " shows no statements: " + PostgresStatements.reason(e), others);
    }
  }

  private static String advice(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return switch (state) {
      case "28P01", "28000", "08004" -> " (are user and passwordEnv right?)";
      case "3D000" -> " (is the name of the database right?)";
      case "42501" -> " (GRANT pg_monitor to the user)";
      case "08001" -> " (is it up, is the address right?)";
      default -> "";
    };
  }

  @Override
  public void begin() {
    statements.begin();
  }

  private Connection connect() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", spec.user());
    properties.setProperty("password", spec.password());
    properties.setProperty("connectTimeout", SECONDS_TO_CONNECT);
    properties.setProperty("socketTimeout", SECONDS_TO_ANSWER);
    properties.setProperty("ApplicationName", "pulse-collector");
    properties.setProperty("readOnly", "true");
    return DriverManager.getConnection("jdbc:postgresql://" + spec.address(), properties);
  }

  private List<Reading> activity(Connection open) throws SQLException {
    try (var statement = open.createStatement();
        ResultSet row = statement.executeQuery(ACTIVITY)) {
      row.next();
      double used = row.getInt("used");
      return List.of(
          reading("connections_ratio", Reading.RATIO, used / row.getInt("allowed")),
          reading("connections", Reading.COUNT, used),
          reading("connections_active", Reading.COUNT, row.getInt("active")),
          reading("connections_idle", Reading.COUNT, row.getInt("idle")),
          reading("connections_waiting", Reading.COUNT, row.getInt("waiting")),
          reading("lock_waits", Reading.COUNT, row.getInt("locked")));
    }
  }

  private List<Reading> database(Connection open) throws SQLException {
    Map<String, Double> counters = new HashMap<>();
    try (var statement = open.createStatement();
        ResultSet row = statement.executeQuery(DATABASE)) {
      row.next();
      for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
        counters.put(row.getMetaData().getColumnName(column), (double) row.getLong(column));
      }
    }
    rates.next(counters);
    var readings = new ArrayList<Reading>();
    rates
        .share("blks_hit", "blks_read")
        .ifPresent(share -> readings.add(reading("cache_hit_ratio", Reading.RATIO, share)));
    add(readings, "commits_per_second", "xact_commit");
    add(readings, "rollbacks_per_second", "xact_rollback");
    add(readings, "deadlocks_per_second", "deadlocks");
    return readings;
  }

  private void add(List<Reading> readings, String series, String counter) {
    rates
        .perSecond(counter)
        .ifPresent(rate -> readings.add(reading(series, Reading.PER_SECOND, rate)));
  }

  private Reading reading(String series, String unit, double value) {
    return Reading.of(series, unit, spec.name(), value);
  }

  @Override
  public String probe() throws IOException {
    read();
    return spec + " answers, " + statements.found();
  }

  @Override
  public void close() {
    var open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // It is of no use any more, closed or not.
      }
    }
  }
}
