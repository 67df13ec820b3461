package dev.pulse.sandbox.users;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/** The tables of the API, and the instruments that can be traded. Applying it twice is harmless. */
public final class Schema {
  private Schema() {}

  /** Creates what is missing; nothing that is there is changed. */
  public static void apply(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // Two starts against one database must not create the same table at the same time.
      statement.execute("SELECT pg_advisory_lock(78573)");
      statement.execute(text("schema.sql"));
      statement.execute("SELECT pg_advisory_unlock(78573)");
    }
  }

  /** A script that stands beside this class. */
  public static String text(String resource) {
    try (InputStream stream =
        Objects.requireNonNull(Schema.class.getResourceAsStream(resource), resource)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
