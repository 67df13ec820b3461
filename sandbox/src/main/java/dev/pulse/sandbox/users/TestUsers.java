package dev.pulse.sandbox.users;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Creates the users of {@link TestCredentials}, each tenant with sample portfolio data. */
public final class TestUsers {
  private final Connection connection;
  private final PasswordHash hash;

  private TestUsers(Connection connection, PasswordHash hash) {
    this.connection = connection;
    this.hash = hash;
  }

  /**
   * What there was to do.
   *
   * @param usersCreated 0 to 10; users that were there got their password back
   * @param tenantsFilled tenants that had no trade and now have 300 with positions and signals
   */
  public record Outcome(int usersCreated, int tenantsFilled) {}

  /** The same with the cost of {@link PasswordHash#DEFAULT_COST}. */
  public static Outcome create(String jdbcUrl) throws SQLException {
    return create(jdbcUrl, PasswordHash.DEFAULT_COST);
  }

  /**
   * Creates tables, tenants, users and sample data where they are missing, all in one transaction.
   * May be called any number of times, also while the API runs.
   *
   * @param jdbcUrl a PostgreSQL, with user and password in the URL
   * @param bcryptCost 4 to 31, see {@link PasswordHash}
   */
  public static Outcome create(String jdbcUrl, int bcryptCost) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      Schema.apply(connection);
      connection.setAutoCommit(false);
      Outcome outcome = new TestUsers(connection, new PasswordHash(bcryptCost)).createAll();
      connection.commit();
      return outcome;
    }
  }

  private Outcome createAll() throws SQLException {
    int users = 0;
    for (TestCredentials credentials : TestCredentials.all()) {
      users += createUser(tenantId(credentials.tenant()), credentials) ? 1 : 0;
    }
    int tenants = 0;
    for (int tenant = 1; tenant <= TestCredentials.TENANTS; tenant++) {
      tenants += fill(tenantId("tenant" + tenant)) ? 1 : 0;
    }
    return new Outcome(users, tenants);
  }

  private int tenantId(String name) throws SQLException {
    String sql =
        "INSERT INTO tenants (name) VALUES (?)"
            + " ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      return firstInt(statement.executeQuery());
    }
  }

  /** Whether the user is new; xmax is 0 for a row that no one has updated. */
  private boolean createUser(int tenantId, TestCredentials credentials) throws SQLException {
    String sql =
        "INSERT INTO users (tenant_id, email, password_hash) VALUES (?, ?, ?)"
            + " ON CONFLICT (email) DO UPDATE SET password_hash = excluded.password_hash"
            + " RETURNING (xmax = 0)::int";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, tenantId);
      statement.setString(2, credentials.email());
      statement.setString(3, hash.of(credentials.password()));
      return firstInt(statement.executeQuery()) == 1;
    }
  }

  private boolean fill(int tenantId) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      String count =
          "SELECT count(*) FROM (SELECT 1 FROM trades WHERE tenant_id = "
              + tenantId
              + " LIMIT 1) t";
      if (firstInt(statement.executeQuery(count)) > 0) {
        return false;
      }
      statement.execute(
          Schema.text("sample-data.sql").replace("$TENANT", Integer.toString(tenantId)));
      return true;
    }
  }

  private static int firstInt(ResultSet rows) throws SQLException {
    rows.next();
    return rows.getInt(1);
  }
}
