package dev.pulse.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.sandbox.servers.FreePort;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault is what it says, and what shows it is there to be measured. */
class BuiltInFaultTest {
  private static final String ORDER =
      "{\"symbol\":\"AAPL\",\"side\":\"BUY\",\"quantity\":1,\"price\":187.5}";

  private final Path data;

  BuiltInFaultTest(@TempDir Path data) {
    this.data = data;
  }

  private Sandbox start(Optional<Fault> fault) throws Exception {
    return Sandbox.start(
        SandboxConfig.in(data, TestDirectories.cache()).preferring(FreePort.any()).with(fault));
  }

  @Test
  void smallPoolRefusesTradesThatAreBookedTogetherAndBooksThemOneByOne() throws Exception {
    try (Sandbox sandbox = start(Optional.of(Fault.SMALL_POOL))) {
      ApiClient user = user(sandbox, 1);

      assertThat(user.post("/trades", ORDER).status()).isEqualTo(201);
      assertThat(together(16, () -> user.post("/trades", ORDER).status()))
          .contains(503)
          .isSubsetOf(201, 503);
      assertThat(metric(user, "db_pool_max_connections")).isEqualTo(2);
      assertThat(counted(sandbox, "SELECT count(*) FROM audit"))
          .as("an audit record stands for each attempt that got its second connection")
          .isEqualTo(counted(sandbox, "SELECT count(*) FROM trades WHERE price = 187.5"));
    }
  }

  @Test
  void outliersAreStatementsOfOneTenantAskedRowByRow() throws Exception {
    try (Sandbox sandbox = start(Optional.of(Fault.OUTLIERS))) {
      int others = entries(user(sandbox, 1));
      long before = nameQueries(sandbox);
      int large = entries(user(sandbox, 5));

      assertThat(others).isLessThan(1_000);
      assertThat(large).isGreaterThan(7_000);
      assertThat(nameQueries(sandbox) - before).isEqualTo(large);
    }
  }

  @Test
  void aStatementHasAPageAndOneQueryWithoutAFault() throws Exception {
    try (Sandbox sandbox = start(Optional.empty())) {
      JsonNode statement = user(sandbox, 5).get("/statement").json().path("entries");

      assertThat(statement).hasSize(300);
      assertThat(statement.get(0).path("name").asText()).isNotEmpty();
      assertThat(nameQueries(sandbox)).isZero();
    }
  }

  @Test
  void coldCacheComputesEachTimeWhatAHealthyOneKeeps() throws Exception {
    try (Sandbox sandbox = start(Optional.of(Fault.COLD_CACHE))) {
      ApiClient user = user(sandbox, 1);

      assertThat(user.get("/performance").text()).isEqualTo(user.get("/performance").text());
      assertThat(metric(user, "cache_requests_total{cache=\"performance\",result=\"miss\"}"))
          .isEqualTo(2);
      assertThat(user.get("/metrics").text()).doesNotContain("result=\"hit\"");
    }
  }

  @Test
  void performanceIsKeptWithoutAFault() throws Exception {
    try (Sandbox sandbox = start(Optional.empty())) {
      ApiClient user = user(sandbox, 1);

      user.post("/trades", ORDER);
      user.get("/performance");
      user.post("/trades", ORDER);
      JsonNode results = user.get("/performance").json().path("results");

      assertThat(results).hasSize(12);
      assertThat(metric(user, "cache_requests_total{cache=\"performance\",result=\"hit\"}"))
          .isEqualTo(1);
    }
  }

  @Test
  void heapPoolAndCollectionsAreAmongTheFigures() throws Exception {
    try (Sandbox sandbox = start(Optional.empty())) {
      ApiClient user = user(sandbox, 1);
      System.gc();

      double max = metric(user, "jvm_memory_max_bytes{area=\"heap\"}");
      assertThat(metric(user, "jvm_memory_used_after_gc_bytes{area=\"heap\"}")).isBetween(1e6, max);
      assertThat(user.get("/metrics").text()).contains("jvm_gc_collection_seconds_sum{gc=");
      assertThat(metric(user, "db_pool_connections{state=\"waiting\"}")).isZero();
    }
  }

  private static ApiClient user(Sandbox sandbox, int tenant) {
    return ApiClient.loggedIn(sandbox.baseUrl(), "user1@tenant" + tenant + ".com");
  }

  private static int entries(ApiClient user) {
    return user.get("/statement").json().path("entries").size();
  }

  private static long nameQueries(Sandbox sandbox) throws Exception {
    return counted(
        sandbox,
        "SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements"
            + " WHERE query LIKE 'SELECT name FROM instruments%'");
  }

  private static long counted(Sandbox sandbox, String query) throws Exception {
    try (var connection = DriverManager.getConnection(sandbox.jdbcUrl());
        var statement = connection.createStatement()) {
      var rows = statement.executeQuery(query);
      rows.next();
      return rows.getLong(1);
    }
  }

  private static <T> List<T> together(int clients, Callable<T> call) throws Exception {
    var threads = Executors.newFixedThreadPool(clients);
    try {
      List<T> results = new ArrayList<>();
      for (var result : threads.invokeAll(java.util.Collections.nCopies(clients, call))) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }

  private static double metric(ApiClient user, String name) {
    String text = user.get("/metrics").text();
    Matcher line = Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\S+)$").matcher(text);
    assertThat(line.find()).as(name + " in\n" + text).isTrue();
    return Double.parseDouble(line.group(1));
  }
}
