package dev.pulse.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A threshold with {@code abortOnFail} over a target that fails every fifth request. */
class AbortOnFailTest {
  private static final int FAILED = 99;
  private static final long PLANNED_MICROS = 120_000_000;

  private static final String SCENARIO =
      """
      name: Aborting
      baseUrl: ${BASE_URL}
      requests:
        fail: { path: /fail }
      scenarios:
        steady:
          executor: constant-vus
          vus: 10
          duration: 2m
          thinkTime: 50ms
          mix: { fail: 1 }
      thresholds:
        http_req_failed:
          - { threshold: "rate<0.05", abortOnFail: true, delayAbortEval: 3s }
      """;

  @TempDir Path folder;

  @Test
  void aCrossedThresholdEndsTheLoadEarlyAndEverySampleIsAccountedFor() throws Exception {
    Files.writeString(folder.resolve("aborting.yaml"), SCENARIO, UTF_8);
    try (var target = new TargetServer()) {
      var run =
          PulseProcess.run(
              folder,
              Duration.ofMinutes(3),
              "run",
              "aborting.yaml",
              "-e",
              "BASE_URL=" + target.address(),
              "--out",
              "csv=samples.csv");

      assertThat(run.exitCode()).as(run.output()).isEqualTo(FAILED);
      assertThat(run.output()).contains("lost 0").contains("rate<0.05");
    }
    long[] starts = ExportedSamples.read(folder.resolve("samples.csv")).sorted("intended_start_us");
    assertThat(starts[starts.length - 1]).isBetween(3_000_000L, PLANNED_MICROS / 4);
  }
}
