package dev.pulse.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that freezes one second in every ten. With users who think for a moment, nobody arrives
 * while they wait, so service time sees each stall once a user. What a user sees is the time from
 * when a request was due.
 */
class FreezingTargetTest {
  private static final String SCENARIO =
      """
      name: Freezing
      baseUrl: ${BASE_URL}
      requests:
        ok: { path: /ok, checks: [{ status: 200 }] }
      scenarios:
        steady:
          executor: constant-vus
          vus: 200
          duration: 30s
          thinkTime: 200ms
          mix: { ok: 1 }
      """;

  @TempDir Path folder;

  @Test
  void aFreezeOfASecondInTenShowsAsItDoesForAUser() throws Exception {
    Files.writeString(folder.resolve("freezing.yaml"), SCENARIO, UTF_8);
    var freezer = Executors.newSingleThreadScheduledExecutor();
    try (var target = new TargetServer()) {
      freezer.scheduleAtFixedRate(() -> freezeForASecond(target), 5, 10, TimeUnit.SECONDS);
      var run =
          PulseProcess.run(
              folder,
              Duration.ofMinutes(3),
              "run",
              "freezing.yaml",
              "-e",
              "BASE_URL=" + target.address(),
              "--out",
              "csv=samples.csv");
      assertThat(run.output()).contains("lost 0");
    } finally {
      freezer.shutdownNow();
    }
    var samples = ExportedSamples.read(folder.resolve("samples.csv"));

    // 200 users with 200 ms of thought ask about 1,000 times a second; each is caught once by each
    // freeze, and waits for what is left of it: three in thirty seconds.
    long caught =
        samples.where(row -> Long.parseLong(row.getOrDefault("response_us", "")) > 300_000).count();
    assertThat(caught).isBetween(3 * 100L, 4 * 210L);
    assertThat(samples.percentile("response_us", 50)).isLessThan(50_000);
    assertThat(samples.percentile("response_us", 99.9)).isBetween(850_000L, 1_400_000L);
  }

  private static void freezeForASecond(TargetServer target) {
    var second = new CountDownLatch(1);
    target.freeze();
    try {
      boolean never = second.await(1, TimeUnit.SECONDS);
      assertThat(never).isFalse();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      target.thaw();
    }
  }
}
