package dev.pulse.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pulse.protocol.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A busy process is held to its share, and is let go however the holder ends. */
@EnabledOnOs(OS.LINUX) // The state of a process is read from /proc.
class CpuLimitTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final double ALMOST_NOTHING = 0.005;

  private Process busy;

  @BeforeEach
  void startBusy() throws Exception {
    busy = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
  }

  @AfterEach
  void endBusy() {
    busy.destroyForcibly();
  }

  @Test
  void holdsABusyProcessToItsShareOfACore() throws Exception {
    try (var limit = CpuLimit.on(busy.toHandle(), 0.2, SystemClock::nanoTime)) {
      assertThat(limit).isNotNull();
      Duration first = used();
      long begin = SystemClock.nanoTime();
      await().pollDelay(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> true);
      double seconds = (SystemClock.nanoTime() - begin) / 1e9;
      double share = used().minus(first).toNanos() / 1e9 / seconds;

      // On a machine with others at work it may get less, but never more.
      assertThat(share).isBetween(0.01, 0.23);
    }
  }

  @Test
  void closingLetsItRunAgain() throws Exception {
    var limit = CpuLimit.on(busy.toHandle(), ALMOST_NOTHING, SystemClock::nanoTime);
    await().atMost(PATIENCE).until(this::isStopped);

    limit.close();

    assertRuns();
  }

  @Test
  void killingTheShellThatSendsTheSignalsLetsItRunAgain() throws Exception {
    try (var limit = CpuLimit.on(busy.toHandle(), ALMOST_NOTHING, SystemClock::nanoTime)) {
      assertThat(limit).isNotNull();
      await().atMost(PATIENCE).until(this::isStopped);

      shell().destroyForcibly();

      assertRuns();
    }
  }

  @Test
  void killingTheHolderLetsItRunAgain() throws Exception {
    var command =
        JvmCommand.of(
            List.of("-Xmx32m"), HolderOfOne.class.getName(), List.of(Long.toString(busy.pid())));
    var holder = new ProcessBuilder(command).inheritIO().start();
    await().atMost(PATIENCE).until(this::isStopped);

    holder.destroyForcibly();

    assertRuns();
  }

  private ProcessHandle shell() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains("pulse-cpu-limit"))
        .findFirst()
        .orElseThrow();
  }

  private Duration used() {
    return busy.info().totalCpuDuration().orElseThrow();
  }

  private boolean isStopped() throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(busy.pid()), "stat"), UTF_8);
    return stat.substring(stat.lastIndexOf(')')).startsWith(") T");
  }

  /** For so long as it would have been stopped several times. */
  private void assertRuns() {
    await()
        .atMost(PATIENCE)
        .during(Duration.ofMillis(500))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> !isStopped());
    assertThat(busy.isAlive()).isTrue();
  }
}
