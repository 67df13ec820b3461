package dev.pulse.collector;

import static dev.pulse.collector.ReadingValues.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.pulse.sandbox.servers.EmbeddedServers;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PostgreSQL and Redis as they are: what was done to them is what is read of them. */
class ServerSourcesTest {
  private static final Path CACHE = Path.of(System.getProperty("user.home"), ".cache/pulse");

  @TempDir private Path folder;
  private EmbeddedServers servers;

  @BeforeEach
  void start() throws Exception {
    servers = EmbeddedServers.start(folder, CACHE);
  }

  @AfterEach
  void stop() {
    servers.close();
  }

  private SourceSpec.Postgres postgres() {
    return SourceSpec.Postgres.of("db", servers.jdbcUrl());
  }

  private SourceSpec.Redis redis() {
    return SourceSpec.Redis.of("cache", servers.redisUri());
  }

  @Test
  void postgresTellsConnectionsCacheLocksAndTheSlowStatement() throws Exception {
    try (var source = postgres().open();
        Connection own = DriverManager.getConnection(servers.jdbcUrl());
        var statement = own.createStatement()) {
      source.read();
      statement.execute("SELECT pg_sleep(0.2)");
      statement.execute("SELECT pg_sleep(0.4)");
      own.setAutoCommit(false);
      statement.execute("SELECT count(*) FROM pg_class");

      var readings = source.read();

      assertThat(value(readings, "connections")).isEqualTo(1);
      assertThat(value(readings, "connections_idle")).isEqualTo(1);
      assertThat(value(readings, "connections_ratio")).isBetween(0.001, 0.5);
      assertThat(value(readings, "lock_waits")).isZero();
      assertThat(value(readings, "connections_waiting")).isZero();
      assertThat(value(readings, "cache_hit_ratio")).isBetween(0.0, 1.0);
      assertThat(value(readings, "commits_per_second")).isPositive();
      var slow = readings.stream().filter(r -> r.label().startsWith("SELECT pg_sleep(")).toList();
      assertThat(value(slow, "statement_calls")).isEqualTo(2);
      assertThat(value(slow, "statement_rows")).isEqualTo(2);
      assertThat(value(slow, "statement_mean_ms")).isCloseTo(300, within(60.0));
      assertThat(value(slow, "statement_total_ms")).isCloseTo(600, within(120.0));
      assertThat(readings)
          .noneMatch(
              reading ->
                  reading.label().matches(".*(pg_|count\\(\\*\\) AS used).*")
                      && !reading
                          .label()
                          .matches("SELECT (pg_sleep|count).*pg_class|SELECT pg_sleep.*"));

      own.commit();
      own.setAutoCommit(true);
      source.begin();
      source.read();
      statement.execute("SELECT pg_sleep(0.1)");
      var again = source.read().stream().filter(r -> r.label().startsWith("SELECT pg_sl")).toList();
      assertThat(value(again, "statement_calls")).as("since the run began").isEqualTo(1);
    }
  }

  @Test
  void aSessionThatWaitsForAnothersLockIsCounted() throws Exception {
    try (var source = postgres().open();
        Connection holder = DriverManager.getConnection(servers.jdbcUrl());
        Connection waiter = DriverManager.getConnection(servers.jdbcUrl());
        var holding = holder.createStatement();
        var waiting = waiter.createStatement()) {
      holding.execute("SELECT pg_advisory_lock(7)");
      var thread =
          new Thread(
              () ->
                  assertThatCode(() -> waiting.execute("SELECT pg_advisory_lock(7)"))
                      .doesNotThrowAnyException());
      thread.start();

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                var readings = source.read();
                assertThat(value(readings, "connections_waiting")).isEqualTo(1);
                assertThat(value(readings, "lock_waits")).isEqualTo(1);
              });

      holding.execute("SELECT pg_advisory_unlock(7)");
      thread.join();
      assertThat(value(source.read(), "connections_waiting")).isZero();
    }
  }

  @Test
  void whatAnswersIsSaidBeforeTheRunAndAWrongPasswordToo() throws Exception {
    var db = postgres();
    var cache = redis();
    try (var right = db.open();
        var alsoRight = cache.open();
        var wrong =
            new SourceSpec.Postgres("db", db.host(), db.port(), db.database(), db.user(), "n0t")
                .open();
        var elsewhere =
            new SourceSpec.Postgres("db", db.host(), db.port(), "none", db.user(), db.password())
                .open();
        var alsoWrong =
            new SourceSpec.Redis("cache", cache.host(), cache.port(), "", "n0t").open()) {
      assertThat(right.probe()).isEqualTo(db + " answers, pg_stat_statements is there");
      assertThat(alsoRight.probe()).startsWith(cache + " answers, maxmemory is ");
      assertThatThrownBy(wrong::probe)
          .hasMessageContaining("are user and passwordEnv right?")
          .hasMessageNotContaining("n0t");
      assertThatThrownBy(elsewhere::probe)
          .hasMessageContaining("is the name of the database right");
      assertThatThrownBy(alsoWrong::probe)
          .hasMessageContaining("redis 127.0.0.1:")
          .hasMessageNotContaining("n0t");
    }
  }

  @Test
  void statementsThatBeginAlikeAreToldApart() throws Exception {
    String columns = "1 AS a_rather_long_name_of_a_column_that_fills_the_line_";
    String alike = "SELECT " + (columns + "x, ").repeat(3);
    try (var source = postgres().open();
        Connection own = DriverManager.getConnection(servers.jdbcUrl());
        var statement = own.createStatement()) {
      source.read();
      statement.execute(alike + "2 AS b");
      statement.execute(alike + "2 AS b, 3 AS c");

      var calls =
          source.read().stream()
              .filter(reading -> reading.series().equals("statement_calls"))
              .filter(reading -> reading.label().startsWith("SELECT $1 AS a_rather"))
              .map(Reading::label)
              .toList();

      assertThat(calls).hasSize(2).doesNotHaveDuplicates();
      assertThat(calls).allMatch(label -> label.length() <= 120);
    }
  }

  @Test
  void postgresThatIsGoneIsSaidWithoutThePassword() throws Exception {
    var spec = postgres();
    try (var source = spec.open()) {
      source.read();
      servers.stopPostgres();

      assertThatThrownBy(source::read)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("postgresql 127.0.0.1:")
          .hasMessageNotContaining(spec.password());
      assertThatThrownBy(source::read).hasMessageContaining("refused");
    }
  }

  @Test
  void redisTellsCommandsMemoryAndHits() throws Exception {
    var client = RedisClient.create(servers.redisUri());
    try (var source = redis().open();
        var connection = client.connect()) {
      source.read();
      connection.sync().set("there", "1");
      for (int i = 0; i < 3; i++) {
        connection.sync().get("there");
      }
      connection.sync().get("not there");

      var readings = source.read();

      assertThat(value(readings, "hit_ratio")).isCloseTo(0.75, within(1e-9));
      assertThat(value(readings, "commands_per_second")).isPositive();
      assertThat(value(readings, "memory_bytes")).isGreaterThan(100_000);
      assertThat(value(readings, "latency_ms")).isBetween(0.001, 3_000.0);
      assertThat(value(readings, "clients")).isGreaterThanOrEqualTo(2);
      servers.stopRedis();
      assertThatThrownBy(source::read)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("redis 127.0.0.1:")
          .hasMessageNotContaining(redis().password());
    } finally {
      client.shutdown();
    }
  }

  @Test
  void whatAUserMayNotSeeIsAGapThatSaysWhatToGrantAndNotANought() throws Exception {
    var db = postgres();
    try (Connection own = DriverManager.getConnection(servers.jdbcUrl());
        var statement = own.createStatement();
        var source =
            new SourceSpec.Postgres(
                    "db", db.host(), db.port(), db.database(), "load-watcher", "w4tch")
                .open()) {
      statement.execute("CREATE ROLE \"load-watcher\" LOGIN PASSWORD 'w4tch'");
      assertThatThrownBy(source::probe)
          .isInstanceOf(PartlyReadException.class)
          .hasMessageContaining("GRANT pg_monitor TO \"load-watcher\"")
          .hasMessageNotContaining("w4tch");

      var failure = catchThrowableOfType(PartlyReadException.class, source::read);
      assertThat(failure.readings())
          .extracting(Reading::series)
          .contains("commits_per_second")
          .noneMatch(series -> series.matches("(connections|lock|query|statement).*"));

      statement.execute("GRANT pg_monitor TO \"load-watcher\"");
      assertThat(value(source.read(), "connections")).as("once it is granted").isEqualTo(1);
      statement.execute("SELECT pg_sleep(0.1)");
      assertThat(source.read()).extracting(Reading::label).contains("SELECT pg_sleep($1)");
      assertThat(source.probe()).contains("pg_stat_statements is there");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER EXTENSION pg_stat_statements SET SCHEMA aside | not on the search_path",
        "DROP EXTENSION pg_stat_statements; CREATE EXTENSION pg_stat_statements VERSION '1.7' |"
            + " EXTENSION pg_stat_statements UPDATE",
      })
  void statementsThatCannotBeReadAreAGapAndTheRestIsReadAllTheSame(String change, String reason)
      throws Exception {
    try (var source = postgres().open();
        Connection own = DriverManager.getConnection(servers.jdbcUrl());
        var statement = own.createStatement()) {
      source.read();
      statement.execute("CREATE SCHEMA aside");
      statement.execute(change);

      var failure = catchThrowableOfType(PartlyReadException.class, source::read);

      assertThat(failure).hasMessageContaining("shows no statements").hasMessageContaining(reason);
      assertThat(value(failure.readings(), "connections")).isEqualTo(1);
      assertThat(value(failure.readings(), "commits_per_second")).isNotNegative();
    }
  }

  @Test
  void statementsAreAddedUpOnWhenSomebodyResetsTheStatistics() throws Exception {
    try (var source = postgres().open();
        Connection own = DriverManager.getConnection(servers.jdbcUrl());
        var statement = own.createStatement()) {
      statement.execute("SELECT pg_sleep(0.01)");
      source.begin();
      source.read();
      assertThat(callsOfSleep(source)).as("none since the run began").isNaN();
      statement.execute("SELECT pg_sleep(0.05)");
      statement.execute("SELECT pg_sleep(0.05)");
      assertThat(callsOfSleep(source)).isEqualTo(2);

      statement.execute("SELECT pg_stat_statements_reset()");
      assertThat(callsOfSleep(source)).as("what was counted stays").isEqualTo(2);
      statement.execute("SELECT pg_sleep(0.05)");
      assertThat(callsOfSleep(source)).isEqualTo(3);
      statement.execute("SELECT pg_sleep(0.05)");
      assertThat(callsOfSleep(source)).isEqualTo(4);
    }
  }

  private static double callsOfSleep(Source source) throws Exception {
    var sleep = source.read().stream().filter(r -> r.label().startsWith("SELECT pg_sl")).toList();
    return value(sleep, "statement_calls");
  }
}
