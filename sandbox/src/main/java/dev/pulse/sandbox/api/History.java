package dev.pulse.sandbox.api;

import dev.pulse.sandbox.api.Answers.Entry;
import dev.pulse.sandbox.api.Answers.Performance;
import dev.pulse.sandbox.api.Answers.Result;
import dev.pulse.sandbox.api.Answers.Statement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What a tenant's trades came to: one by one, and summed up. */
final class History {
  /** Entries of a statement. */
  private static final int PAGE = 500;

  private static final String ENTRIES =
      """
      SELECT t.id, t.symbol, i.name, t.side, t.quantity, t.price, t.executed_at
      FROM trades t JOIN instruments i USING (symbol)
      WHERE t.tenant_id = ?
      ORDER BY t.id DESC
      LIMIT ?
      """;

  private static final String BARE_ENTRIES =
      """
      SELECT t.id, t.symbol, '', t.side, t.quantity, t.price, t.executed_at
      FROM trades t
      WHERE t.tenant_id = ?
      ORDER BY t.id DESC
      """;

  private static final String NAME = "SELECT name FROM instruments WHERE symbol = ?";

  /**
   * What each symbol was worth after each trade, cash included, and how far it fell from its peak.
   */
  private static final String RESULTS =
      """
      WITH moves AS (
        SELECT symbol, id, price,
               sum(CASE side WHEN 'BUY' THEN quantity ELSE -quantity END) OVER w AS held,
               sum(CASE side WHEN 'BUY' THEN -quantity ELSE quantity END * price) OVER w AS cash
        FROM trades WHERE tenant_id = ?
        WINDOW w AS (PARTITION BY symbol ORDER BY id)),
      worth AS (SELECT symbol, id, cash + held * price AS value FROM moves),
      peaks AS (
        SELECT symbol, value, max(value) OVER (PARTITION BY symbol ORDER BY id) AS peak FROM worth)
      SELECT symbol, count(*), max(value), min(value), max(peak - value)
      FROM peaks GROUP BY symbol ORDER BY symbol
      """;

  private final DataSource database;
  private final boolean isAskedPerRow;

  /**
   * Over a database.
   *
   * @param isAskedPerRow see {@link Flaw#QUERY_PER_ROW}
   */
  History(DataSource database, boolean isAskedPerRow) {
    this.database = database;
    this.isAskedPerRow = isAskedPerRow;
  }

  /** A tenant's trades with the names of what was traded, newest first. */
  Statement statement(int tenantId) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return new Statement(
          isAskedPerRow ? rowByRow(connection, tenantId) : page(connection, tenantId));
    }
  }

  private static List<Entry> page(Connection connection, int tenantId) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ENTRIES)) {
      statement.setInt(1, tenantId);
      statement.setInt(2, PAGE);
      return entries(statement.executeQuery());
    }
  }

  private static List<Entry> entries(ResultSet rows) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    while (rows.next()) {
      entries.add(
          new Entry(
              rows.getLong(1),
              rows.getString(2),
              rows.getString(3),
              rows.getString(4),
              rows.getLong(5),
              rows.getBigDecimal(6),
              rows.getTimestamp(7).toInstant().toString()));
    }
    return entries;
  }

  private static List<Entry> rowByRow(Connection connection, int tenantId) throws SQLException {
    List<Entry> bare;
    try (PreparedStatement statement = connection.prepareStatement(BARE_ENTRIES)) {
      statement.setInt(1, tenantId);
      bare = entries(statement.executeQuery());
    }
    List<Entry> named = new ArrayList<>();
    for (Entry entry : bare) {
      named.add(entry.named(nameOf(connection, entry.symbol())));
    }
    return named;
  }

  private static String nameOf(Connection connection, String symbol) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NAME)) {
      statement.setString(1, symbol);
      ResultSet rows = statement.executeQuery();
      rows.next();
      return rows.getString(1);
    }
  }

  /** What a tenant's trades came to, by symbol. */
  Performance performance(int tenantId) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(RESULTS)) {
      statement.setInt(1, tenantId);
      List<Result> results = new ArrayList<>();
      for (ResultSet rows = statement.executeQuery(); rows.next(); ) {
        results.add(
            new Result(
                rows.getString(1),
                rows.getLong(2),
                rows.getBigDecimal(3),
                rows.getBigDecimal(4),
                rows.getBigDecimal(5)));
      }
      return new Performance(results);
    }
  }
}
