package dev.pulse.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A real Prometheus that asks each second. */
final class TestPrometheus implements AutoCloseable {
  private final Path folder;
  private final int port;
  private TestProgram program;

  private TestPrometheus(Path folder, int port, TestProgram program) {
    this.folder = folder;
    this.port = port;
    this.program = program;
  }

  /**
   * Starts one that watches itself and others.
   *
   * @param targets addresses by job
   */
  static TestPrometheus start(Path folder, Map<String, String> targets) throws IOException {
    int port = TestProgram.freePort();
    var config = new StringBuilder("global: { scrape_interval: 1s }\nscrape_configs:\n");
    config.append(job("itself", "127.0.0.1:" + port));
    targets.forEach((job, target) -> config.append(job(job, target)));
    Files.writeString(folder.resolve("prometheus.yml"), config.toString(), UTF_8);
    return new TestPrometheus(folder, port, program(folder, port));
  }

  private static String job(String name, String target) {
    return "  - { job_name: "
        + name
        + ", static_configs: [ { targets: [\""
        + target
        + "\"] } ] }\n";
  }

  private static TestProgram program(Path folder, int port) throws IOException {
    return TestProgram.start(
        folder.resolve("prometheus.log"),
        Map.of(),
        "prometheus",
        List.of(
            "--config.file=" + folder.resolve("prometheus.yml"),
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port));
  }

  /** Ends it at once. */
  void kill() {
    program.close();
  }

  /** With the data that it had. */
  void startAgain() throws IOException {
    program = program(folder, port);
  }

  void signal(String name) throws IOException, InterruptedException {
    program.signal(name);
  }

  int port() {
    return port;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  SourceSpec.Prometheus spec(String promql) {
    return spec(url(), promql);
  }

  /** Asked through another address. */
  static SourceSpec.Prometheus spec(URI url, String promql) {
    var query = new SourceSpec.Query("up", "", "job", promql);
    return new SourceSpec.Prometheus("watch", url, "", List.of(query));
  }

  /** Until the query has an answer. */
  void awaitAnswer(String promql) {
    try (var source = spec(promql).open()) {
      await()
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> !source.read().isEmpty());
    }
  }

  @Override
  public void close() {
    program.close();
  }
}
