package dev.pulse.sandbox.api;

import dev.pulse.sandbox.api.Answers.Booked;
import dev.pulse.sandbox.api.Answers.Trade;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Trades in the database, and the positions that follow from them. */
final class TradeBook {
  private static final String FOREIGN_KEY_VIOLATION = "23503";

  private static final String RECENT =
      """
      SELECT t.id, t.symbol, t.side, t.quantity, t.price, t.quantity * t.price, u.email,
             t.executed_at
      FROM trades t JOIN users u ON u.id = t.user_id
      WHERE t.tenant_id = ? AND t.id < ?
      ORDER BY t.id DESC
      LIMIT ?
      """;

  private static final String INSERT =
      """
      INSERT INTO trades (tenant_id, user_id, symbol, side, quantity, price)
      VALUES (?, ?, ?, ?, ?, ?)
      RETURNING id
      """;

  private static final String ADD_TO_POSITION =
      """
      INSERT INTO positions (tenant_id, user_id, symbol, quantity, net_cost)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (tenant_id, user_id, symbol) DO UPDATE
      SET quantity = positions.quantity + excluded.quantity,
          net_cost = positions.net_cost + excluded.net_cost
      """;

  private static final String AUDIT =
      "INSERT INTO audit (tenant_id, user_id, trade_id) VALUES (?, ?, ?)";

  private final DataSource database;
  private final boolean isAuditedApart;

  /**
   * Over a database.
   *
   * @param isAuditedApart see {@link Flaw#SECOND_CONNECTION}
   */
  TradeBook(DataSource database, boolean isAuditedApart) {
    this.database = database;
    this.isAuditedApart = isAuditedApart;
  }

  /**
   * The tenant's trades before one of them, newest first.
   *
   * @param before trade id, exclusive; {@link Long#MAX_VALUE} for the newest
   * @param limit at most that many
   */
  List<Trade> recent(Caller caller, long before, int limit) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(RECENT)) {
      statement.setInt(1, caller.tenantId());
      statement.setLong(2, before);
      statement.setInt(3, limit);
      List<Trade> trades = new ArrayList<>(limit);
      for (ResultSet rows = statement.executeQuery(); rows.next(); ) {
        trades.add(trade(rows));
      }
      return trades;
    }
  }

  private static Trade trade(ResultSet row) throws SQLException {
    return new Trade(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getLong(4),
        row.getBigDecimal(5),
        row.getBigDecimal(6),
        row.getString(7),
        row.getTimestamp(8).toInstant().toString());
  }

  /**
   * Books a trade and moves the caller's position, both or neither.
   *
   * @throws Rejection 400 if the symbol is not traded
   */
  Booked book(Caller caller, TradeOrder order) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        long id = insert(connection, caller, order);
        addToPosition(connection, caller, order);
        audit(connection, caller, id);
        connection.commit();
        return new Booked(id, order.symbol(), order.side().name(), order.quantity(), order.price());
      } catch (SQLException e) {
        connection.rollback();
        if (FOREIGN_KEY_VIOLATION.equals(e.getSQLState())) {
          throw Rejection.badRequest("symbol " + order.symbol() + " is not traded here");
        }
        throw e;
      }
    }
  }

  /** Apart, it would stay where the trade is rolled back. */
  private void audit(Connection booking, Caller caller, long trade) throws SQLException {
    if (!isAuditedApart) {
      audited(booking, caller, trade);
      return;
    }
    try (Connection second = database.getConnection()) {
      audited(second, caller, trade);
    }
  }

  private static void audited(Connection connection, Caller caller, long trade)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(AUDIT)) {
      statement.setInt(1, caller.tenantId());
      statement.setInt(2, caller.userId());
      statement.setLong(3, trade);
      statement.executeUpdate();
    }
  }

  private static long insert(Connection connection, Caller caller, TradeOrder order)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setInt(1, caller.tenantId());
      statement.setInt(2, caller.userId());
      statement.setString(3, order.symbol());
      statement.setString(4, order.side().name());
      statement.setLong(5, order.quantity());
      statement.setBigDecimal(6, order.price());
      ResultSet rows = statement.executeQuery();
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void addToPosition(Connection connection, Caller caller, TradeOrder order)
      throws SQLException {
    long quantity = order.side().sign() * order.quantity();
    try (PreparedStatement statement = connection.prepareStatement(ADD_TO_POSITION)) {
      statement.setInt(1, caller.tenantId());
      statement.setInt(2, caller.userId());
      statement.setString(3, order.symbol());
      statement.setLong(4, quantity);
      statement.setBigDecimal(5, order.price().multiply(BigDecimal.valueOf(quantity)));
      statement.executeUpdate();
    }
  }
}
