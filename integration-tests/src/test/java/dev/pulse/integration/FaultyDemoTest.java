package dev.pulse.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fault that is really there is what the report names first, with its evidence. */
class FaultyDemoTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Pattern RULE = Pattern.compile("(?m)^\\| Rule \\| `([a-z-]+)` \\|$");

  @TempDir private Path folder;

  @Test
  void aMissingIndexIsFoundAsTheSlowQueryThatItMakes() throws Exception {
    var demo = PulseProcess.run(folder, PATIENCE, "demo", "--fault", "slow-query", "--no-live");

    assertThat(demo.output()).contains("lost 0").doesNotContain("not measured");
    String report = report();
    var rules = RULE.matcher(report).results().map(found -> found.group(1)).toList();
    assertThat(rules).as(report).startsWith("slow-queries");
    assertThat(rules).doesNotContain("too-few-pods", "memory");
    String cause = line(report, "| Likely cause | ");
    assertThat(cause).contains("SELECT n.name, h.symbol").contains("calls");
    assertThat(line(report, "| Measured | ")).contains("of all response time was spent");
    assertThat(report).contains("1. **Slow database queries**");
  }

  @Test
  void aFaultThatIsNoneIsRefused() throws Exception {
    var demo = PulseProcess.run(folder, PATIENCE, "demo", "--fault", "gremlins");

    assertThat(demo.exitCode()).isEqualTo(104);
    assertThat(demo.output()).contains("--fault must be slow-query, is gremlins");
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
