package dev.pulse.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs over a Kafka that wants a password, or TLS: every client takes {@code --kafka-config}. */
class SecuredKafkaTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final String SCENARIO =
      """
      name: Secured
      baseUrl: ${BASE_URL}
      requests:
        ok: { path: /ok }
      scenarios:
        steady: { executor: constant-vus, vus: 4, duration: 3s, mix: { ok: 1 }, thinkTime: 50ms }
      """;

  @TempDir private static Path folder;
  private static TargetServer target;
  private static SecuredBroker broker;

  @BeforeAll
  static void start() throws Exception {
    Files.writeString(folder.resolve("secured.yaml"), SCENARIO, UTF_8);
    target = new TargetServer();
    broker = SecuredBroker.start(folder.resolve("broker"));
  }

  @AfterAll
  static void stop() {
    broker.close();
    target.close();
  }

  private static PulseProcess begin(String address, Path file, String... arguments)
      throws Exception {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--kafka=" + address, "--kafka-config=" + file));
    return PulseProcess.start(folder, Map.of(), all.toArray(String[]::new));
  }

  private static void assertRunAndVerified(String address, Path file, String... options)
      throws Exception {
    var arguments =
        new ArrayList<>(
            List.of("run", "secured.yaml", "--no-live", "-e", "BASE_URL=" + target.address()));
    arguments.addAll(List.of(options));
    var run = begin(address, file, arguments.toArray(String[]::new)).await(PATIENCE);
    assertThat(run.output()).contains("lost 0").contains("report: ").doesNotContain("s3cret");
    var verified = begin(address, file, "verify", "latest").await(PATIENCE);
    assertThat(verified.exitCode()).as(run.output() + verified.output()).isZero();
  }

  @Test
  void withAPasswordAnAgentAnAggregatorAndTheReportComeThrough() throws Exception {
    var agent = begin(broker.passwordAddress(), broker.passwordFile(), "agent", "--name=a1");
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .failFast("the agent ended", () -> !agent.handle().isAlive())
          .until(() -> agent.output().contains("waits for work"));
      assertRunAndVerified(broker.passwordAddress(), broker.passwordFile(), "--agents=1");
    } finally {
      agent.handle().destroyForcibly();
    }
  }

  @Test
  void overTlsTheLauncherItsGeneratorAndItsAggregatorComeThrough() throws Exception {
    assertRunAndVerified(broker.tlsAddress(), broker.tlsFile());
  }

  @Test
  @Tag("faults")
  void withoutTheFileNothingIsRead() throws Exception {
    var runs = PulseProcess.run(folder, PATIENCE, "runs", "--kafka=" + broker.passwordAddress());

    assertThat(runs.exitCode()).as(runs.output()).isEqualTo(107);
  }
}
