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

  private static Account account(ResultSet row) throws SQLException {
    return new Account(new Caller(row.getInt(1), row.getInt(2)), row.getString(3));
  }
}
