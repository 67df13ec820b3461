package dev.pulse.reporter.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.reporter.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CriteriaFileTest {
  private static final Path SHIPPED = Path.of("..", "criteria.yaml");

  @Test
  void theShippedFileSaysTheDefaults() throws Exception {
    assertThat(CriteriaFile.read(SHIPPED)).isEqualTo(Criteria.DEFAULT);
  }

  @Test
  void everyKeyOfTheShippedFileIsCommented() throws Exception {
    String before = "";
    for (String line : Files.readAllLines(SHIPPED)) {
      if (line.matches(" *[a-z0-9_]+:.*")) {
        assertThat(before).as("line before %s", line).contains("#");
      }
      before = line;
    }
  }

  @Test
  void anEmptyFileIsTheDefaults() throws Exception {
    assertThat(CriteriaFile.parse("c.yaml", "")).isEqualTo(Criteria.DEFAULT);
  }

  @Test
  void whatAFileSaysCounts() throws Exception {
    var criteria =
        CriteriaFile.parse(
            "c.yaml",
            """
            p99: {acceptance: 1.5s, marginal: 2s}
            error_rate:
              acceptance: 0.5%
            load:
              machine_cpu: 80%
            evidence:
              samples_beyond: 5
            cpu: {acceptance: 60%}
            """);
    assertThat(criteria.p99Micros()).isEqualTo(new Band(200_000, 1_500_000, 2_000_000));
    assertThat(criteria.errorRate()).isEqualTo(new Band(0.005, 0.005, 0.02));
    assertThat(criteria.load().machineCpu()).isEqualTo(0.8);
    assertThat(criteria.evidence().minSamples(99)).isEqualTo(500);
    assertThat(criteria.utilisation()).isEqualTo(new Criteria.Utilisation(0.6, 0.8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p98: {} | c.yaml:1: unknown key p98, allowed are cpu, error_rate, evidence, load, memory,"
            + " p99",
        "p99:~  acceptence: 1s | c.yaml:2: unknown key p99.acceptence, allowed are",
        "p99:~  ideal: 2 minutes | c.yaml:2: p99.ideal must be a duration such as 500ms or 2s, is",
        "error_rate:~  acceptance: 1 | c.yaml:2: error_rate.acceptance must be a percentage such",
        "p99:~  ideal: 1ms~  ideal: 2ms | c.yaml:3: p99.ideal stands twice",
        "p99:~~  acceptance: 900ms | c.yaml:3: p99: a band must have",
        "p99: [1] | c.yaml:1: p99 must be a mapping",
        "p99: {ideal: [1]} | c.yaml:1: p99.ideal must be a single value",
        "just words | c.yaml:1: the file must be a mapping",
        "'p99: {' | c.yaml:",
        "load: {machine_cpu: 200%} | c.yaml:1: machine_cpu must be 0..100%, is 2.0",
      })
  void whatItDoesNotKnowItRefusesWithFileAndLine(String yaml, String message) {
    assertThatThrownBy(() -> CriteriaFile.parse("c.yaml", yaml.replace('~', '\n')))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void anAnchorThatHoldsItselfIsRefused() {
    assertThatThrownBy(() -> CriteriaFile.parse("c.yaml", "p99: &a\n  ideal: *a\n"))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("c.yaml:");
  }
}
