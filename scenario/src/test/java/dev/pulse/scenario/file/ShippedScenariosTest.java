package dev.pulse.scenario.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.scenario.LoadTest;
import dev.pulse.scenario.RunPlans;
import dev.pulse.scenario.Scenario;
import dev.pulse.scenario.Stage;
import dev.pulse.scenario.WeightedMix;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedScenariosTest {

  static List<Path> shipped() {
    return Repository.shipped();
  }

  private static LoadTest load(String name) throws ScenarioException {
    return ScenarioFile.load(Repository.SCENARIOS.resolve(name), Map.of(), Overrides.NONE);
  }

  private static Map<String, Long> percentages(LoadTest test) {
    var percentages = new TreeMap<String, Long>();
    var mix = (WeightedMix) test.scenarios().get(0).flow();
    for (int i = 0; i < mix.entries().size(); i++) {
      String name = test.requests().get(mix.entries().get(i).requestIndex()).name();
      percentages.put(name, Math.round(100 * mix.share(i)));
    }
    return percentages;
  }

  private static List<String> stages(LoadTest test) {
    return test.scenarios().get(0).executor().stages().stream()
        .map(s -> s.name() + " " + Duration.ofNanos(s.durationNanos()).toSeconds() + "s")
        .toList();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void shippedFileLoadsAndSatisfiesTheSchema(Path file) throws Exception {
    String yaml = Repository.read(file);
    LoadTest test = ScenarioFile.load(file, Map.of(), Overrides.NONE);
    assertThat(Repository.schemaErrors(yaml)).isEmpty();
    assertThat(yaml).startsWith("# yaml-language-server: $schema=scenario.schema.json\n");
    assertThat(test.origin()).isEqualTo("http://localhost:8000");
    assertThat(test.requests().get(0).login()).isTrue();
    assertThat(test.users().size()).isEqualTo(10);
    assertThat(test.users().tenants())
        .containsExactly("tenant1", "tenant2", "tenant3", "tenant4", "tenant5");
    assertThat(test.thresholds().stream().map(t -> t.expression().toString()))
        .containsExactly("http_req_duration p(99)<500", "http_req_failed rate<0.01");
    // A minute of ten users must give the 1,000 samples that a p99 needs.
    double thinkNanos = file.endsWith("smoke.yaml") ? 0.4e9 : 1e9;
    assertThat(test.scenarios()).allMatch(s -> s.thinkTime().meanNanos() == thinkNanos);
  }

  @Test
  void schemaRefusesWhatTheParserRefuses() {
    String yaml = Repository.read(Repository.SCENARIOS.resolve("baseline.yaml"));
    for (String[] edit :
        new String[][] {
          {"stages:", "stage:"},
          {"duration: 2m", "duration: 2 minutes"},
          {"ramping-vus", "ramping"},
          {"http_req_failed", "http_req_fail"},
          {"p(99)<500", "p99<500"},
          {"/portfolio", "portfolio"},
          {"status: 200", "status: 99"},
        }) {
      assertThat(yaml).contains(edit[0]);
      assertThat(Repository.schemaErrors(yaml.replace(edit[0], edit[1]))).as(edit[1]).isNotEmpty();
    }
  }

  @Test
  void baselineIsOneHundredUsersForTenMinutesAtSeventyToThirty() throws Exception {
    LoadTest test = load("baseline.yaml");
    assertThat(stages(test))
        .containsExactly("1 ramp 0→100 120s", "2 hold 100 360s", "3 ramp 100→0 120s");
    assertThat(percentages(test))
        .isEqualTo(Map.of("portfolio", 30L, "trades", 20L, "positions", 20L, "create_trade", 30L));
  }

  @Test
  void targetCapacityClimbsToFiveHundredUsers() throws Exception {
    LoadTest test = load("target-capacity.yaml");
    assertThat(stages(test))
        .containsExactly(
            "1 ramp 0→100 120s",
            "2 ramp 100→300 120s",
            "3 ramp 300→500 120s",
            "4 hold 500 120s",
            "5 ramp 500→0 120s");
    assertThat(percentages(test))
        .isEqualTo(
            Map.of(
                "portfolio",
                25L,
                "trades",
                25L,
                "positions",
                20L,
                "create_trade",
                20L,
                "signals",
                10L));
  }

  @Test
  void smokeSoakAndDemoHaveTheirSizes() throws Exception {
    assertThat(stages(load("smoke.yaml"))).containsExactly("1 hold 10 60s");
    assertThat(stages(load("soak.yaml"))).containsExactly("1 hold 500 14400s");
    assertThat(load("demo.yaml").scenarios())
        .singleElement()
        .extracting(Scenario::endNanos)
        .isEqualTo(Duration.ofMinutes(1).toNanos());
    assertThat(
            load("demo.yaml").scenarios().get(0).executor().stages().stream()
                .map(Stage::isSustained))
        .containsExactly(false, true, false);
    assertThat(percentages(load("smoke.yaml"))).isEqualTo(percentages(load("baseline.yaml")));
  }

  @Test
  void tokenOfTheLoginIsSentWithEveryRequestButTheLogin() throws Exception {
    LoadTest test = load("baseline.yaml");
    assertThat(test.requests())
        .allMatch(
            request ->
                request.login()
                    != request.headers().stream()
                        .anyMatch(
                            header ->
                                header.name().equals("Authorization")
                                    && header.value().source().equals("Bearer ${token}")));
  }

  @Test
  void planOfTheBaselineSaysWhatWillHappenAndNoPassword() throws Exception {
    RunPlan plan = RunPlans.of(load("baseline.yaml"), "group", 1, "0.1");
    assertThat(plan.getScenarios(0).getStages(1).getStartMicros()).isEqualTo(120_000_000);
    assertThat(plan.getExpectedDurationMicros()).isEqualTo(630_000_000);
    // 100 VUs x (6 min + half of 4 min), one request a second, and 100 logins.
    assertThat(plan.getScenarios(0).getExpectedRequests()).isEqualTo(48_100);
    assertThat(plan.getRequests(1).getChecksList().stream().map(c -> c.getName()))
        .containsExactly("portfolio status 200", "portfolio latency <500ms");
    assertThat(plan.toString()).doesNotContain("test123");
  }
}
