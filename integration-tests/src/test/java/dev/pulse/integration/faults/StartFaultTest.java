package dev.pulse.integration.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pulse.integration.PulseProcess;
import dev.pulse.integration.TargetServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts that die while {@code pulse run} still waits for others. */
class StartFaultTest {
  private static final int ENVIRONMENT = 107;

  /** Most of it is for the aggregator, which is stalled and so has to be killed. */
  private static final Duration SOON = Duration.ofSeconds(40);

  private static final String SCENARIO =
      """
      name: Begun
      baseUrl: ${BASE_URL}
      requests:
        ok: { path: /ok }
      scenarios:
        steady: { executor: constant-vus, vus: 1, duration: 5s, mix: { ok: 1 }, thinkTime: 1s }
      """;

  @TempDir Path folder;

  @Test
  @Tag("faults")
  void aBrokerThatDiesWhileTheAggregatorIsAwaitedEndsTheCommandWithTheReason() throws Exception {
    Files.writeString(folder.resolve("begun.yaml"), SCENARIO, UTF_8);
    try (var target = new TargetServer()) {
      var address = "BASE_URL=" + target.address();
      var run =
          PulseProcess.start(folder, Map.of(), "run", "begun.yaml", "--no-live", "-e", address);
      try {
        signal(awaitPart(run, "aggregator"), "STOP");
        awaitPart(run, "generator");
        // Its plan is in Kafka by then.
        Load.hold(Duration.ofSeconds(3));
        awaitPart(run, "broker").destroyForcibly();

        var ended = run.await(SOON);

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(ENVIRONMENT);
        assertThat(ended.output()).contains("the broker died");
      } finally {
        run.handle().descendants().forEach(ProcessHandle::destroyForcibly);
        run.handle().destroyForcibly();
      }
    }
  }

  private static ProcessHandle awaitPart(PulseProcess run, String role) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> Load.part(run.handle(), role), part -> part.isPresent())
        .orElseThrow();
  }

  private static void signal(ProcessHandle process, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }
}
