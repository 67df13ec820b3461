package dev.pulse.sandbox;

import dev.pulse.sandbox.users.Schema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;

/** A real reason to be slow, built into a sandbox so that a report can be seen to find it. */
public enum Fault {
  /** The newest trade of a symbol is looked for without its index, in a table of 200,000 more. */
  SLOW_QUERY("slow-query", "slow-query.sql");

  private final String label;
  private final String script;

  Fault(String label, String script) {
    this.label = label;
    this.script = script;
  }

  /** Its name on a command line. */
  public String label() {
    return label;
  }

  /** The one of that name. */
  public static Optional<Fault> of(String label) {
    return Arrays.stream(values()).filter(fault -> fault.label.equals(label)).findFirst();
  }

  /** Builds it into a database with the sample data; takes a few seconds. */
  void build(String jdbcUrl) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        var statement = connection.createStatement()) {
      statement.execute(Schema.text(script));
    }
  }
}
