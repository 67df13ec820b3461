package dev.pulse.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A collector of its own beside a Kafka sees each run that comes, and its report has what it saw.
 */
class CollectTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern BOOTSTRAP = Pattern.compile("bootstrap=([0-9.:]+)");

  private static final String SCENARIO =
      """
      name: Watched
      baseUrl: ${BASE_URL}
      requests:
        ok: { path: /ok }
      scenarios:
        steady: { executor: constant-vus, vus: 5, duration: 8s, thinkTime: 20ms, mix: { ok: 1 } }
      """;

  @TempDir private Path folder;

  @Test
  void aRunIsWatchedByWhoeverCollectsOnItsKafka() throws Exception {
    Files.writeString(folder.resolve("watched.yaml"), SCENARIO, UTF_8);
    var broker = PulseProcess.start(folder, Map.of(), "broker", "--port", "0");
    await().atMost(PATIENCE).until(() -> BOOTSTRAP.matcher(broker.output()).find());
    var found = BOOTSTRAP.matcher(broker.output());
    assertThat(found.find()).isTrue();
    String kafka = found.group(1);
    try (var target = new TargetServer()) {
      int port = Integer.parseInt(target.address().replaceAll(".*:", ""));
      String sources =
          "{interval: 1s, sources: {api: {type: process, port: %d}, gone: {type: redis, port: 1}}}";
      Files.writeString(
          folder.resolve("collect.yaml"), sources.replace("%d", Integer.toString(port)), UTF_8);
      var collector =
          PulseProcess.start(folder, Map.of(), "collect", "collect.yaml", "--kafka", kafka);
      await().atMost(PATIENCE).until(() -> collector.output().contains("ready: "));

      var run =
          PulseProcess.run(
              folder,
              PATIENCE,
              "run",
              "watched.yaml",
              "--no-live",
              "--kafka=" + kafka,
              "-e",
              "BASE_URL=" + target.address());
      collector.signal("TERM");
      var collected = collector.await(PATIENCE);

      assertThat(run.output()).contains("lost 0");
      assertThat(collected.exitCode()).as(collected.output()).isZero();
      assertThat(collected.output()).contains("not measured: gone: redis 127.0.0.1:1");
      String report = report();
      assertThat(report)
          .containsPattern("CPU utilisation \\| whole run \\| [0-9.]+ % \\|")
          .containsPattern("\\| process api \\| cpu_cores \\|")
          .containsPattern("Not measured [0-9]+ times: gone: redis 127");
    } finally {
      broker.handle().destroy();
      broker.await(PATIENCE);
    }
  }

  @Test
  void aFileThatIsWrongIsSaidBeforeAnythingStarts() throws Exception {
    Files.writeString(folder.resolve("watched.yaml"), SCENARIO, UTF_8);
    Files.writeString(folder.resolve("collect.yaml"), "sources: {a: {type: mysql}}", UTF_8);

    var run =
        PulseProcess.run(
            folder,
            PATIENCE,
            "run",
            "watched.yaml",
            "--collect=collect.yaml",
            "-e",
            "BASE_URL=http://127.0.0.1:1");

    assertThat(run.exitCode()).isEqualTo(104);
    assertThat(run.output()).contains("collect.yaml: sources.a.type: must be postgresql");
  }

  private String report() throws Exception {
    try (var reports = Files.list(folder.resolve("reports"))) {
      Path only = reports.findFirst().orElseThrow();
      return Files.readString(only.resolve("load-testing-report.md"), UTF_8);
    }
  }
}
