package dev.pulse.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo over a real PostgreSQL, a real Redis and a real Kafka, ended in several ways. */
@Tag("faults")
class DemoTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int STOPPED_BY_SIGNAL = 105;

  @TempDir Path folder;
  private PulseProcess demo;

  @BeforeEach
  void startUnderLoad() throws Exception {
    demo = PulseProcess.start(folder, Map.of(), "demo");
    await()
        .atMost(PATIENCE)
        .failFast("the demo ended early", () -> !demo.handle().isAlive())
        .until(() -> demo.output().contains("running (0m10"));
  }

  @AfterEach
  void nothingIsLeft() {
    demo.handle().destroyForcibly();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(demo.leftovers())
                    .extracting(handle -> handle.info().commandLine())
                    .isEmpty());
  }

  @Test
  void ctrlCEndsTheLoadAndReportsWhatWasMeasured() throws Exception {
    var users = PulseProcess.run(folder, PATIENCE, "users", "verify");
    demo.signal("INT");
    var result = demo.await(PATIENCE);

    assertThat(users.exitCode()).as(users.output()).isZero();
    assertThat(users.output()).contains("user1@tenant1.com").contains("user2@tenant5.com");
    assertThat(result.exitCode()).as(result.output()).isEqualTo(STOPPED_BY_SIGNAL);
    assertThat(result.output()).contains("http_req_duration").contains("lost 0");
    assertThat(onlyReport()).contains("INCONCLUSIVE").contains("portfolio");
    var verified = PulseProcess.run(folder, PATIENCE, "verify", "latest");
    assertThat(verified.exitCode()).as(verified.output()).isZero();
  }

  private String onlyReport() throws Exception {
    try (var reports = Files.list(folder.resolve("reports"))) {
      List<Path> all = reports.toList();
      assertThat(all).hasSize(1);
      return Files.readString(all.get(0).resolve("load-testing-report.md"), UTF_8);
    }
  }

  @Test
  void killingTheCommandLeavesNoProcess() {
    assertThat(demo.leftovers()).as("it runs parts of its own").hasSizeGreaterThan(4);

    demo.handle().destroyForcibly();
    // What is left is looked for after each test.
  }
}
