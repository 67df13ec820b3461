package dev.pulse.sandbox.api;

import dev.pulse.sandbox.api.Answers.Holding;
import dev.pulse.sandbox.api.Answers.Portfolio;
import dev.pulse.sandbox.api.Answers.Position;
import dev.pulse.sandbox.api.Answers.Positions;
import dev.pulse.sandbox.api.Answers.Signal;
import dev.pulse.sandbox.api.Answers.Signals;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What tenants and users hold, valued at the last price, and the signals on it. */
final class Holdings {
  private static final String POSITIONS =
      """
      SELECT p.symbol, i.name, p.quantity, p.net_cost, i.last_price,
             p.quantity * i.last_price, p.quantity * i.last_price - p.net_cost
      FROM positions p JOIN instruments i USING (symbol)
      WHERE p.tenant_id = ? AND p.user_id = ?
      ORDER BY p.symbol
      """;

  private static final String PORTFOLIO =
      """
      SELECT n.name, h.symbol, i.sector, h.quantity, h.net_cost, h.quantity * i.last_price,
             (SELECT t.executed_at FROM trades t
              WHERE t.tenant_id = n.id AND t.symbol = h.symbol
              ORDER BY t.id DESC LIMIT 1)
      FROM (SELECT tenant_id, symbol, sum(quantity)::bigint AS quantity, sum(net_cost) AS net_cost
            FROM positions WHERE tenant_id = ? GROUP BY tenant_id, symbol) h
      JOIN tenants n ON n.id = h.tenant_id
      JOIN instruments i ON i.symbol = h.symbol
      ORDER BY 6 DESC, 2
      """;

  private static final String SIGNALS =
      """
      SELECT s.symbol, s.advice, s.strength, coalesce(sum(p.quantity), 0)::bigint, s.created_at
      FROM (SELECT DISTINCT ON (symbol) tenant_id, symbol, advice, strength, created_at
            FROM signals WHERE tenant_id = ? ORDER BY symbol, id DESC) s
      LEFT JOIN positions p ON p.tenant_id = s.tenant_id AND p.symbol = s.symbol
      GROUP BY s.symbol, s.advice, s.strength, s.created_at
      ORDER BY s.strength DESC, s.symbol
      """;

  private final DataSource database;

  Holdings(DataSource database) {
    this.database = database;
  }

  /** The positions of the caller alone. */
  Positions positions(Caller caller) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(POSITIONS)) {
      statement.setInt(1, caller.tenantId());
      statement.setInt(2, caller.userId());
      List<Position> positions = new ArrayList<>();
      for (ResultSet rows = statement.executeQuery(); rows.next(); ) {
        positions.add(position(rows));
      }
      return new Positions(positions);
    }
  }

  private static Position position(ResultSet row) throws SQLException {
    return new Position(
        row.getString(1),
        row.getString(2),
        row.getLong(3),
        row.getBigDecimal(4),
        row.getBigDecimal(5),
        row.getBigDecimal(6),
        row.getBigDecimal(7));
  }

  /** The holdings of a whole tenant, dearest first. */
  Portfolio portfolio(int tenantId) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(PORTFOLIO)) {
      statement.setInt(1, tenantId);
      return portfolio(statement.executeQuery());
    }
  }

  private static Portfolio portfolio(ResultSet rows) throws SQLException {
    String tenant = "";
    BigDecimal value = BigDecimal.ZERO;
    BigDecimal cost = BigDecimal.ZERO;
    List<Holding> holdings = new ArrayList<>();
    while (rows.next()) {
      tenant = rows.getString(1);
      value = value.add(rows.getBigDecimal(6));
      cost = cost.add(rows.getBigDecimal(5));
      holdings.add(holding(rows));
    }
    return new Portfolio(tenant, value, cost, value.subtract(cost), holdings);
  }

  private static Holding holding(ResultSet row) throws SQLException {
    BigDecimal value = row.getBigDecimal(6);
    Timestamp lastTrade = row.getTimestamp(7);
    return new Holding(
        row.getString(2),
        row.getString(3),
        row.getLong(4),
        value,
        value.subtract(row.getBigDecimal(5)),
        lastTrade.toInstant().toString());
  }

  /** The newest signal on each instrument, strongest first. */
  Signals signals(int tenantId) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(SIGNALS)) {
      statement.setInt(1, tenantId);
      List<Signal> signals = new ArrayList<>();
      for (ResultSet rows = statement.executeQuery(); rows.next(); ) {
        signals.add(signal(rows));
      }
      return new Signals(signals);
    }
  }

  private static Signal signal(ResultSet row) throws SQLException {
    return new Signal(
        row.getString(1),
        row.getString(2),
        row.getBigDecimal(3),
        row.getLong(4),
        row.getTimestamp(5).toInstant().toString());
  }
}
