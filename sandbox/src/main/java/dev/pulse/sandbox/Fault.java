package dev.pulse.sandbox;

import dev.pulse.sandbox.api.Flaw;
import dev.pulse.sandbox.users.Schema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A real reason to be slow or to fail, built into a sandbox so that a report can be seen to find
 * it.
 */
public enum Fault {
  /** The newest trade of a symbol is looked for without its index, in a table of 200,000 more. */
  SLOW_QUERY("slow-query", "a query without its index over a large table"),

  /** The API may use a small share of one core; PostgreSQL and Redis are not held. */
  CPU_STARVED("cpu-starved", "the API held to a small share of a core"),

  /** Two connections, and booking a trade needs both at once for a moment. */
  SMALL_POOL("small-pool", "a pool of two connections with a short wait"),

  /** A tenant with a long history asks for its statement, which has no page and a query per row. */
  OUTLIERS("outliers", "a large result by a query per row, for one tenant of five"),

  /** Each answer is kept for good, in a small heap. */
  MEMORY_LEAK("memory-leak", "every answer kept for good, in a small heap"),

  /** What is dear to compute finds no room in Redis, so it is computed for each request. */
  COLD_CACHE("cold-cache", "a Redis too small to keep what is dear to compute");

  private final String label;
  private final String description;

  Fault(String label, String description) {
    this.label = label;
    this.description = description;
  }

  /** Its name on a command line. */
  public String label() {
    return label;
  }

  /** What is wrong, in a few words. */
  public String description() {
    return description;
  }

  /** The one of that name. */
  public static Optional<Fault> of(String label) {
    return Arrays.stream(values()).filter(fault -> fault.label.equals(label)).findFirst();
  }

  /** All names, with commas between. */
  public static String labels() {
    return Arrays.stream(values()).map(Fault::label).collect(Collectors.joining(", "));
  }

  /** Flags for the JVM of the API, which win over others that come before. */
  public List<String> jvmFlags() {
    return this == MEMORY_LEAK ? List.of("-Xmx40m", "-Xmn6m") : List.of();
  }

  /** Cores that the API's process is to be held to by who started it; empty for no limit. */
  public OptionalDouble cores() {
    return this == CPU_STARVED ? OptionalDouble.of(0.1) : OptionalDouble.empty();
  }

  /** What the API does badly. */
  Set<Flaw> flaws() {
    return switch (this) {
      case SMALL_POOL -> Set.of(Flaw.SECOND_CONNECTION);
      case OUTLIERS -> Set.of(Flaw.QUERY_PER_ROW);
      case MEMORY_LEAK -> Set.of(Flaw.KEEPS_ANSWERS);
      case SLOW_QUERY, CPU_STARVED, COLD_CACHE -> Set.of();
    };
  }

  /** Builds it into a database with the sample data; takes a few seconds. */
  void build(String jdbcUrl) throws SQLException {
    var script = script();
    if (script.isEmpty()) {
      return;
    }
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        var statement = connection.createStatement()) {
      statement.execute(Schema.text(script.get()));
    }
  }

  private Optional<String> script() {
    return switch (this) {
      case SLOW_QUERY -> Optional.of("slow-query.sql");
      case OUTLIERS -> Optional.of("one-long-history.sql");
      case COLD_CACHE -> Optional.of("long-histories.sql");
      case CPU_STARVED, SMALL_POOL, MEMORY_LEAK -> Optional.empty();
    };
  }
}
