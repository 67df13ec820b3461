package dev.pulse.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pulse.sandbox.servers.EmbeddedServers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The queries that the stack's collector asks, against the exporters that the stack has: Debian's,
 * over a real PostgreSQL and a real Redis, by way of a real Prometheus.
 */
class ExportersTest {
  private static final Path CACHE = Path.of(System.getProperty("user.home"), ".cache/pulse");
  private static final Path QUERIES = Path.of("../deploy/collect.yaml");
  private static final Map<String, String> NO_SECRETS =
      Map.of("POSTGRES_PASSWORD", "unused", "REDIS_PASSWORD", "unused");

  @TempDir private Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();

  private String exporter(String name, Map<String, String> environment, String... arguments)
      throws IOException {
    String address = "127.0.0.1:" + TestProgram.freePort();
    var all = new ArrayList<>(List.of(arguments));
    all.add("--web.listen-address=" + address);
    open.add(TestProgram.start(folder.resolve(name + ".log"), environment, name, all));
    return address;
  }

  private TestPrometheus startAll() throws Exception {
    var servers = EmbeddedServers.start(folder, CACHE);
    open.add(servers);
    var postgres = SourceSpec.Postgres.of("db", servers.jdbcUrl());
    var redis = SourceSpec.Redis.of("cache", servers.redisUri());
    var targets =
        Map.of(
            "node", exporter("prometheus-node-exporter", Map.of()),
            "postgresql",
                exporter(
                    "prometheus-postgres-exporter",
                    Map.of(
                        "DATA_SOURCE_URI", postgres.address() + "?sslmode=disable",
                        "DATA_SOURCE_USER", postgres.user(),
                        "DATA_SOURCE_PASS", postgres.password())),
            "redis",
                exporter(
                    "prometheus-redis-exporter",
                    Map.of(
                        "REDIS_ADDR",
                        "redis://" + redis.address(),
                        "REDIS_PASSWORD",
                        redis.password())));
    var prometheus = TestPrometheus.start(folder, targets);
    open.add(prometheus);
    return prometheus;
  }

  @Test
  void everyQueryOfTheStackHasAnAnswerFromTheRealExporters() throws Exception {
    try {
      URI url = startAll().url();
      for (SourceSpec spec : CollectFile.read(QUERIES, NO_SECRETS).sources()) {
        if (spec instanceof SourceSpec.Prometheus asked) {
          hasAll(new SourceSpec.Prometheus(asked.name(), url, "", asked.queries()));
        }
      }
    } finally {
      for (int i = open.size() - 1; i >= 0; i--) {
        open.get(i).close();
      }
    }
  }

  private static void hasAll(SourceSpec.Prometheus spec) {
    var wanted = spec.queries().stream().map(SourceSpec.Query::series).toList();
    try (var source = spec.open()) {
      await()
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptionsInstanceOf(IOException.class)
          .untilAsserted(
              () -> {
                var readings = source.read();
                assertThat(readings.stream().map(Reading::series).distinct())
                    .containsExactlyInAnyOrderElementsOf(wanted);
                assertThat(readings)
                    .filteredOn(reading -> reading.unit().equals(Reading.RATIO))
                    .allSatisfy(one -> assertThat(one.value()).isBetween(0.0, 1.0));
              });
    }
  }
}
