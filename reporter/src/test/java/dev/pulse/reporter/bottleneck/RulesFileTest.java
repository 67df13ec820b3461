package dev.pulse.reporter.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.reporter.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesFileTest {
  private static final Path SHIPPED = Path.of("..", "rules.yaml");
  private static final String RULE =
      """
      rules:
        - id: slow
          title: Slow
          symptom: slow
          when: [p99 >= criteria.p99]
          cause: c
          solution: s
          proof: p
      """;

  @Test
  void theShippedFileIsTheDefault() throws Exception {
    assertThat(RulesFile.read(SHIPPED).rules()).isEqualTo(RuleSet.standard().rules());
  }

  @Test
  void theRulesOfTheMissionAreAmongTheDefaults() {
    assertThat(RuleSet.standard().rules())
        .extracting(Rule::id)
        .contains(
            "slow-queries",
            "too-few-pods",
            "pool-exhausted",
            "outliers",
            "memory",
            "cache-misses",
            "errors-above-bound");
  }

  @Test
  void everyFigureStandsInTheDocumentation() throws Exception {
    String documentation = Files.readString(Path.of("..", "docs", "bottlenecks.md"));
    assertThat(Vocabulary.all())
        .allSatisfy(measure -> assertThat(documentation).contains("`" + measure.name() + "`"));
    assertThat(RuleSet.standard().rules())
        .allSatisfy(rule -> assertThat(documentation).contains("`" + rule.id() + "`"));
  }

  @Test
  void whatARuleSaysCounts() throws Exception {
    Rule rule =
        RulesFile.parse(
                "r.yaml",
                RULE
                    + """
                    over: requests
                    unless: [cpu_ratio > 80% and vus < 10]
                    for: 2s
                    series: [cpu_ratio, series.kafka_lag]
                    names: symptom
                    """
                        .indent(4))
            .rules()
            .get(0);
    assertThat(rule.over()).isEqualTo(Rule.Over.REQUESTS);
    assertThat(rule.unless()).hasSize(1);
    assertThat(rule.unless().get(0)).hasSize(2);
    assertThat(rule.unless().get(0).get(0).bound()).isEqualTo(new Bound("", 0.8));
    assertThat(rule.leastMicros()).isEqualTo(2_000_000);
    assertThat(rule.series()).extracting(Measure::name).contains("series.kafka_lag");
    assertThat(rule.namesCause()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rules: | rulez: | r.yaml:1: unknown key rulez, allowed is rules",
        "title: Slow | titel: Slow | r.yaml:3: rule 1: unknown key titel, allowed are cause,",
        "id: slow | id: Slow Query | r.yaml:2: rule 1.id: must be words of a-z",
        "title: Slow | title: ' ' | r.yaml:3: slow.title: must not be empty",
        "p99 >= | p98 >= | r.yaml:5: slow.when: unknown figure p98, known are cache_hit_ratio,",
        "criteria.p99 | 0.5 | r.yaml:5: slow.when: p99 must be compared with a duration such as",
        "criteria.p99 | 50% | r.yaml:5: slow.when: p99 must be compared with a duration such as",
        "criteria.p99 | criteria.p98 | r.yaml:5: slow.when: p99 unknown criterion criteria.p98",
        "criteria.p99 | criteria.cpu | r.yaml:5: slow.when: p99 must be compared with a duration",
        "criteria.p99 | ten of criteria.p99 | r.yaml:5: slow.when: p99 \"ten\" is no percentage",
        "p99 >= | p99 == | r.yaml:5: slow.when: a condition must be a figure, one of < <= > >=",
        "[p99 >= criteria.p99] | [] | r.yaml:2: slow.when must have at least one condition",
        "[p99 >= criteria.p99] | p99 > 1s | r.yaml:5: slow.when must be a list",
        "cause: c | cause: '{p99}' | r.yaml:6: slow.cause: {p99} stands for nothing, allowed are",
        "proof: p | for: soon | r.yaml:8: slow.for: must be a duration",
        "proof: p | over: all | r.yaml:8: slow.over: must be one of requests, run, stages, is",
        "proof: p | names: blame | r.yaml:8: slow.names: must be one of cause, symptom, is",
        "proof: p | series: [p99] | r.yaml:8: slow.series: p99 is no series of resources",
        "proof: p | series: [cpu] | r.yaml:8: slow.series: unknown figure cpu",
        "proof: p | cause: d | r.yaml:8: cause stands twice",
        "solution: s | # | r.yaml:2: slow must have solution",
      })
  void whatItDoesNotKnowItRefusesWithFileLineRuleAndKey(String good, String bad, String message) {
    String yaml = RULE.replace(good, bad);
    // What is optional must not be missed before the fault is seen.
    String whole = yaml.contains("proof:") ? yaml : yaml + "    proof: p\n";
    assertThatThrownBy(() -> RulesFile.parse("r.yaml", whole))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing | r.yaml:2: slow.consequence_of: there is no rule nothing",
        "slow | r.yaml:2: slow.consequence_of: a rule cannot be a consequence of itself",
      })
  void consequencesNameOtherRules(String of, String message) {
    assertThatThrownBy(() -> RulesFile.parse("r.yaml", RULE + "    consequence_of: [" + of + "]\n"))
        .hasMessage(message);
  }

  @Test
  void ruleThatStandsTwiceIsRefused() {
    String second = String.join("\n", Arrays.copyOfRange(RULE.split("\n"), 1, 8)) + "\n";
    assertThatThrownBy(() -> RulesFile.parse("r.yaml", RULE + second))
        .hasMessage("r.yaml:9: rule 2.id: slow stands twice");
  }

  @Test
  void emptyFileIsRefused() {
    for (String yaml : List.of("", "rules:\n", "just words")) {
      assertThatThrownBy(() -> RulesFile.parse("r.yaml", yaml))
          .isInstanceOf(SettingsException.class)
          .hasMessageStartingWith("r.yaml:1: ");
    }
  }
}
