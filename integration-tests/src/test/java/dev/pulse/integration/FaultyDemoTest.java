package dev.pulse.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fault that is really there is what the report names first, with its evidence, and it is sure of
 * nothing else. One of the faults is looked for at each build, the others with {@code -Pfaults}.
 */
class FaultyDemoTest {
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final Pattern FINDING =
      Pattern.compile("(?m)^\\| Rule \\| `([a-z-]+)` \\|\n(?:\\| Sureness \\| ([A-Z]*).*\\|\n)?");

  @TempDir private Path folder;

  private record Found(String rule, String sureness) {}

  @Test
  void aMissingIndexIsFoundAsTheSlowQueryThatItMakes() throws Exception {
    String report = reportOf("slow-query");

    assertNamedFirst(report, "slow-queries");
    assertThat(line(report, "| Likely cause | ")).contains("SELECT n.name, h.symbol");
    assertThat(report).contains("1. **Slow database queries");
  }

  @Test
  @Tag("faults")
  void aPoolOfTwoConnectionsIsFoundAsExhausted() throws Exception {
    String report = reportOf("small-pool");

    assertNamedFirst(report, "pool-exhausted");
    assertThat(report).contains("503");
  }

  @Test
  @Tag("faults")
  void anApiHeldToAShareOfACoreIsFoundAsUnderProvisioned() throws Exception {
    assertNamedFirst(reportOf("cpu-starved"), "too-few-pods");
  }

  @Test
  @Tag("faults")
  void aQueryPerRowOfALargeResultIsFoundAsOutliers() throws Exception {
    String report = reportOf("outliers");

    assertNamedFirst(report, "outliers");
    assertThat(report).contains("statement");
  }

  @Test
  @Tag("faults")
  void answersKeptForGoodAreFoundAsAFullMemory() throws Exception {
    assertNamedFirst(reportOf("memory-leak"), "memory");
  }

  @Test
  @Tag("faults")
  void aRedisWithoutRoomIsFoundAsCacheMisses() throws Exception {
    assertNamedFirst(reportOf("cold-cache"), "cache-misses");
  }

  @Test
  @Tag("faults")
  void nothingIsFoundInAHealthyDemo() throws Exception {
    assertThat(findings(reportOf(""))).isEmpty();
  }

  @Test
  void aFaultThatIsNoneIsRefused() throws Exception {
    var demo = PulseProcess.run(folder, PATIENCE, "demo", "--fault", "gremlins");

    assertThat(demo.exitCode()).isEqualTo(104);
    assertThat(demo.output())
        .contains(
            "--fault must be one of slow-query, cpu-starved, small-pool, outliers, memory-leak,"
                + " cold-cache, is gremlins");
  }

  private String reportOf(String fault) throws Exception {
    var demo = PulseProcess.run(folder, PATIENCE, "demo", "--fault", fault, "--no-live");
    assertThat(demo.output()).contains("lost 0");
    return report();
  }

  private static void assertNamedFirst(String report, String rule) {
    var found = findings(report);
    assertThat(found).as(report).isNotEmpty();
    assertThat(found.get(0).rule()).as(report).isEqualTo(rule);
    assertThat(found.subList(1, found.size()))
        .as(report)
        .extracting(Found::sureness)
        .doesNotContain("CERTAIN");
  }

  private static List<Found> findings(String report) {
    return FINDING
        .matcher(report)
        .results()
        .map(match -> new Found(match.group(1), String.valueOf(match.group(2))))
        .toList();
  }

  private static String line(String report, String start) {
    return report.lines().filter(line -> line.startsWith(start)).findFirst().orElse("");
  }

  private String report() throws Exception {
    try (var reports = Files.list(folder.resolve("reports"))) {
      Path only = reports.findFirst().orElseThrow();
      return Files.readString(only.resolve("load-testing-report.md"), UTF_8);
    }
  }
}
