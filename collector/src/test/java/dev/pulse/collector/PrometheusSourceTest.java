package dev.pulse.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus that watches itself. */
class PrometheusSourceTest {
  private static final String CONFIG =
      """
      global: { scrape_interval: 1s }
      scrape_configs:
        - job_name: itself
          static_configs: [ { targets: ["127.0.0.1:PORT"] } ]
      """;

  @TempDir private Path folder;
  private Process process;
  private URI url;

  @BeforeEach
  void start() throws Exception {
    var program =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .map(path -> Path.of(path, "prometheus"))
            .filter(Files::isExecutable)
            .findFirst();
    boolean isRequired = "true".equals(System.getenv("PULSE_REQUIRE_ALL"));
    assertThat(program.isPresent() || !isRequired).as("prometheus on PATH").isTrue();
    assumeTrue(program.isPresent(), "no prometheus on PATH");
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(config, CONFIG.replace("PORT", Integer.toString(port)), UTF_8);
    process =
        new ProcessBuilder(
                program.orElseThrow().toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    url = URI.create("http://127.0.0.1:" + port);
  }

  @AfterEach
  void stop() throws Exception {
    if (process != null) {
      process.destroy();
      process.waitFor();
    }
  }

  private Source source(String promql) {
    var query = new SourceSpec.Query("up", "", "job", promql);
    return new SourceSpec.Prometheus("watch", url, "", List.of(query)).open();
  }

  @Test
  void queriesGiveLabelledValuesAtItsOwnTimeAndWrongOnesTheReason() throws Exception {
    try (var up = source("up");
        var nothing = source("no_such_series");
        var wrong = source("up{")) {
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptionsInstanceOf(IOException.class)
          .untilAsserted(
              () ->
                  assertThat(up.read())
                      .singleElement()
                      .satisfies(
                          reading -> {
                            assertThat(reading.label()).isEqualTo("itself");
                            assertThat(reading.value()).isEqualTo(1);
                            assertThat(reading.atEpochMicros()).isPositive();
                          }));
      assertThatThrownBy(nothing::read).hasMessageContaining("has nothing for up");
      assertThatThrownBy(wrong::read)
          .hasMessageContaining("answered 400")
          .hasMessageContaining("up");
    }
  }
}
