package dev.pulse.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that was moved to another cluster is the same run: its report byte for byte, its
 * verification, and whatever an aggregator does that works there meanwhile.
 */
class ArchiveTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int BAD_CONFIGURATION = 104;
  private static final List<String> REPORT =
      List.of("load-testing-report.md", "load-testing-report.html", "summary.json");

  private static final String SCENARIO =
      """
      name: NAME
      baseUrl: ${BASE_URL}
      requests:
        ok: { path: /ok, checks: [{ status: 200 }] }
        fail: { path: /fail, checks: [{ status: 200 }] }
      scenarios:
        steady:
          executor: constant-vus
          vus: 10
          duration: LENGTH
          thinkTime: 20ms
          mix: { ok: 99, fail: 1 }
      """;

  @TempDir static Path folder;
  private static TargetServer target;
  private static Path archive;
  private static String run;

  @BeforeAll
  static void archiveOneRun() throws Exception {
    target = new TargetServer();
    load("origin", "Moved", "8s");
    archive = folder.resolve("moved.zip");
    var written = pulse("origin", "archive", "latest", archive.toString());
    assertThat(written.exitCode()).as(written.output()).isZero();
    run = written.output().lines().filter(l -> l.contains(" records in ")).toList().get(0);
    run = run.substring(0, run.indexOf(':'));
  }

  @AfterAll
  static void stop() {
    target.close();
  }

  private static PulseProcess.Result load(String home, String name, String duration)
      throws Exception {
    return start(home, name, duration).await(PATIENCE);
  }

  private static PulseProcess start(String home, String name, String duration) throws Exception {
    Path own = Files.createDirectories(folder.resolve(home));
    Files.writeString(
        own.resolve("load.yaml"),
        SCENARIO.replace("NAME", name).replace("LENGTH", duration),
        UTF_8);
    return PulseProcess.start(
        own, Map.of(), "run", "load.yaml", "-e", "BASE_URL=" + target.address());
  }

  private static PulseProcess.Result pulse(String home, String... arguments) throws Exception {
    return PulseProcess.run(Files.createDirectories(folder.resolve(home)), PATIENCE, arguments);
  }

  private static void assertSameReport(String home) throws Exception {
    pulse("origin", "report", run, "--out", "as-" + home);
    var reported = pulse(home, "report", run, "--out", "moved");
    for (String name : REPORT) {
      assertThat(folder.resolve(home).resolve("moved").resolve(name))
          .as(reported.output())
          .hasSameBinaryContentAs(folder.resolve("origin").resolve("as-" + home).resolve(name));
    }
  }

  private static void assertVerified(String home) throws Exception {
    var verified = pulse(home, "verify", run);
    assertThat(verified.exitCode()).as(verified.output()).isZero();
    var replayed = pulse(home, "replay", run);
    assertThat(replayed.output()).contains("every figure is equal");
  }

  @Test
  void aRunMovedToAnotherClusterIsTheSameRun() throws Exception {
    var restored = pulse("empty", "restore", archive.toString());

    assertThat(restored.exitCode()).as(restored.output()).isZero();
    assertThat(restored.output()).contains(run).contains(" records restored");
    assertVerified("empty");
    assertSameReport("empty");
  }

  @Test
  @Tag("faults")
  void anAggregatorAtWorkLeavesARestoredRunAsItIs() throws Exception {
    var other = start("busy", "Other", "25s");
    await()
        .atMost(PATIENCE)
        .until(() -> other.output().contains("running (") && other.handle().isAlive());

    var restored = pulse("busy", "restore", archive.toString());
    assertThat(restored.exitCode()).as(restored.output()).isZero();
    assertThat(other.handle().isAlive()).as("the load goes on").isTrue();
    var finished = other.await(PATIENCE);

    assertThat(finished.output()).contains("lost 0");
    assertSameReport("busy");
    assertVerified("busy");
    var others = pulse("busy", "verify", "latest");
    assertThat(others.exitCode()).as(others.output()).isZero();
  }

  @Test
  @Tag("faults")
  void aRemovedRunComesBackFromItsArchive() throws Exception {
    var first = pulse("again", "restore", archive.toString());
    assertThat(first.exitCode()).as(first.output()).isZero();
    var twice = pulse("again", "restore", archive.toString());
    assertThat(twice.exitCode()).isEqualTo(BAD_CONFIGURATION);
    assertThat(twice.output()).contains("is there already").contains("pulse rm " + run);
    assertThat(pulse("again", "runs", "--bytes").output()).contains(run).contains("ON DISK");

    var unasked = pulse("again", "rm", run);
    assertThat(unasked.exitCode()).isEqualTo(BAD_CONFIGURATION);
    assertThat(unasked.output()).contains("nothing was removed");
    var removed = pulse("again", "rm", run, "--yes");
    assertThat(removed.exitCode()).as(removed.output()).isZero();
    assertThat(removed.output()).contains("removed").contains(" of disk freed");
    assertThat(pulse("again", "runs").output()).doesNotContain(run);

    assertThat(pulse("again", "restore", archive.toString()).exitCode()).isZero();
    assertVerified("again");
    assertSameReport("again");
  }

  @Test
  void anArchiveThatIsNotWholeIsRefusedInOneLine() throws Exception {
    byte[] whole = Files.readAllBytes(archive);
    Path cut = folder.resolve("cut.zip");
    Files.write(cut, Arrays.copyOf(whole, whole.length - 100));

    var refused = pulse("refusing", "restore", cut.toString());

    assertThat(refused.exitCode()).isEqualTo(BAD_CONFIGURATION);
    assertThat(refused.output().lines()).hasSize(1);
    assertThat(refused.output()).contains("cut.zip: is no whole archive");
    assertThat(pulse("refusing", "runs").output()).doesNotContain(run);
  }
}
