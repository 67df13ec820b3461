package dev.pulse.sandbox.api;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** The users in the database. */
final class Accounts {
  private static final String BY_EMAIL =
      "SELECT id, tenant_id, password_hash FROM users WHERE email = ?";

  private static final String BY_CALLER = "SELECT email FROM users WHERE id = ? AND tenant_id = ?";

  private final DataSource database;

  Accounts(DataSource database) {
    this.database = database;
  }

  /** A user who may log in with the password that was hashed. */
  record Account(Caller caller, String passwordHash) {}

  Optional<Account> find(String email) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(BY_EMAIL)) {
      statement.setString(1, email);
      ResultSet rows = statement.executeQuery();
      return rows.next() ? Optional.of(account(rows)) : Optional.empty();
    }
  }

  /**
   * That a caller's user is still there, as a token outlives its user.
   *
   * @return the email
   * @throws Rejection 401 if it is not
   */
  String emailOf(Caller caller) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(BY_CALLER)) {
      statement.setInt(1, caller.userId());
      statement.setInt(2, caller.tenantId());
      ResultSet rows = statement.executeQuery();
      if (!rows.next()) {
        throw Rejection.unauthorized("the user of this token is no more");
      }
      return rows.getString(1);
    }
  }

  private static Account account(ResultSet row) throws SQLException {
    return new Account(new Caller(row.getInt(1), row.getInt(2)), row.getString(3));
  }
}
