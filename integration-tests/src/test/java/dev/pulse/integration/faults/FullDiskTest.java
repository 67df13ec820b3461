package dev.pulse.integration.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pulse.integration.PulseProcess;
import dev.pulse.integration.TargetServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is full, under Kafka or under the report: a tmpfs in a mount namespace of the
 * command's own. Where the machine does not permit one the test is skipped with its reason, also
 * under {@code PULSE_REQUIRE_ALL}: it is a right of the machine, not a program one could install.
 */
@Tag("faults")
class FullDiskTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int ENVIRONMENT = 107;

  private static final String SCENARIO =
      """
      name: Full
      baseUrl: ${BASE_URL}
      requests:
        ok: { path: /ok }
      scenarios:
        steady:
          executor: constant-vus
          vus: 40
          duration: ${LENGTH}
          thinkTime: 5ms
          flow: [ok]
      """;

  @TempDir Path folder;

  @BeforeEach
  void requireNamespaces() throws Exception {
    var tried =
        new ProcessBuilder("unshare", "-m", "mount", "-t", "tmpfs", "none", folder.toString())
            .redirectErrorStream(true)
            .start();
    boolean permitted = tried.waitFor(10, TimeUnit.SECONDS) && tried.exitValue() == 0;
    assumeTrue(permitted, "this machine permits no mount namespace, so no disk can be made full");
    Files.writeString(folder.resolve("full.yaml"), SCENARIO, UTF_8);
  }

  /** Runs with a disk of its own at a folder below that of the test. */
  private PulseProcess.Result runWithDisk(String at, String size, String length, String meanwhile)
      throws Exception {
    Path disk = Files.createDirectories(folder.resolve(at));
    try (var target = new TargetServer()) {
      var process =
          PulseProcess.startWithin(
              new String[] {
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs -o size="
                    + size
                    + " none \"$0\" && { "
                    + meanwhile
                    + " exec \"$@\"; }",
                disk.toString()
              },
              folder,
              Map.of(),
              "run",
              "full.yaml",
              "--no-live",
              "-e",
              "BASE_URL=" + target.address(),
              "-e",
              "LENGTH=" + length);
      await().atMost(PATIENCE).until(() -> target.answered() > 200);
      Files.createFile(folder.resolve("loaded"));
      return process.await(PATIENCE);
    }
  }

  @Test
  void underTheReportTheFileIsNamedAndTheRunStaysInKafka() throws Exception {
    var run = runWithDisk("reports", "16k", "3s", "");

    assertThat(run.exitCode()).as(run.output()).isEqualTo(ENVIRONMENT);
    assertThat(run.output()).contains("reports").contains("No space left on device");
    var verified = PulseProcess.run(folder, PATIENCE, "verify", "latest");
    assertThat(verified.exitCode()).as(verified.output()).isZero();
    var report = PulseProcess.run(folder, PATIENCE, "report", "latest", "--out", "again");
    assertThat(folder.resolve("again/summary.json")).as(report.output()).isNotEmptyFile();
  }

  @Test
  void underKafkaTheRunBreaksOffWithTheReasonAndIsNotApproved() throws Exception {
    String filling =
        "(until [ -e loaded ]; do sleep 1; done; dd if=/dev/zero of=\"$0\"/other bs=4k) >/dev/null"
            + " 2>&1 &";
    var run = runWithDisk(".pulse/kafka", "64m", "60s", filling);

    assertThat(run.exitCode()).as(run.output()).isEqualTo(ENVIRONMENT);
    assertThat(run.output()).doesNotContain("APPROVED").contains("no space left on device");
  }
}
