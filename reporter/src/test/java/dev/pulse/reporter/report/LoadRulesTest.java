package dev.pulse.reporter.report;

import static dev.pulse.reporter.report.RunUnderRules.causes;
import static dev.pulse.reporter.report.RunUnderRules.findings;
import static dev.pulse.reporter.report.RunUnderRules.healthyResources;
import static dev.pulse.reporter.report.RunUnderRules.isSlow;
import static dev.pulse.reporter.report.RunUnderRules.measure;
import static dev.pulse.reporter.report.RunUnderRules.only;
import static dev.pulse.reporter.report.RunUnderRules.outcome;
import static dev.pulse.reporter.report.RunUnderRules.run;
import static dev.pulse.reporter.report.RunUnderRules.slow;
import static dev.pulse.reporter.report.RunUnderRules.statement;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.v1.Heartbeat;
import dev.pulse.reporter.bottleneck.Finding;
import dev.pulse.reporter.bottleneck.RuleOutcome.State;
import dev.pulse.reporter.bottleneck.Sureness;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The default rules find what is wrong with errors, tails, growth and the generator itself. */
class LoadRulesTest {
  @Test
  void statementsOfAllAreHeldAgainstAllRequestsNotAgainstThoseOfTheSlowOne() throws Exception {
    var data =
        run()
            .latency(
                (second, request, draw) ->
                    request.equals("trades") && draw > 0.98 ? 1_500_000 : 20_000)
            .data();
    measure(data, "process", "cpu_ratio", "api", second -> 0.3);
    statement(data, "SELECT two of them each", 1, 100);

    assertThat(only(data, "outliers").requests()).containsExactly("trades");
    assertThat(only(data, "outliers").sureness()).isEqualTo(Sureness.POSSIBLE);
  }

  @Test
  void requestsThatAreSlowButDoNotMakeTheTailAreNotNamedForIt() throws Exception {
    var data =
        run()
            .latency(
                (second, request, draw) ->
                    request.equals("trades") && draw > 0.8
                        ? draw * 2_000_000
                        : 250_000 + draw * 9_000)
            .data();
    assertThat(only(data, "dominating-request").requests()).containsExactly("trades");
  }

  @Test
  void statusesThatTheScenarioExpectsAreNoErrors() throws Exception {
    var expected = failing(500).answers(429, 0.2).data();
    assertThat(causes(expected)).isEmpty();
    assertThat(only(expected, "errors-above-bound").cause()).startsWith("Not narrowed down");
  }

  @Test
  void anAgentOfManyThatIsLateIsLateInASecondOfAll() throws Exception {
    var data =
        run()
            .agents(4)
            .generator(
                (second, beat) -> {
                  if (beat.getAgent().equals("a0") && isSlow(second)) {
                    beat.setMachineCpu(0.99);
                  }
                })
            .data();
    assertThat(only(data, "generator-saturated").figures()).contains("20.0 %");
  }

  @Test
  void vusOfTheOpenModelTellNothingOfTheLoad() throws Exception {
    var data = run().vus(200).capacity(80).open().data();
    assertThat(outcome(data, "throughput-flat").state()).isEqualTo(State.NOT_OBSERVED);
  }

  @Test
  void requestsThatAreRefusedForOneReasonAreNamedByIt() throws Exception {
    var refused =
        run().failure((s, draw) -> draw < 0.05 ? Outcome.CONNECTION_REFUSED : Outcome.OK).data();
    assertThat(causes(refused)).extracting(Finding::rule).containsExactly("connections-refused");
    assertThat(causes(refused).get(0).sureness()).isEqualTo(Sureness.POSSIBLE);

    measure(refused, "kubernetes", "restarts", "api", second -> second < 30 ? 2 : 5);
    assertThat(causes(refused).get(0).sureness()).isEqualTo(Sureness.CERTAIN);
    assertThat(causes(refused).get(0).evidence())
        .containsExactly("restarts during the run 3 (> 0)");
  }

  @Test
  void errorsThatAreMostlyRefusedLoginsAreAuthentication() throws Exception {
    for (int status : new int[] {401, 403}) {
      var refused = failing(status).data();
      assertThat(causes(refused)).extracting(Finding::rule).containsExactly("authentication-fails");
      assertThat(only(refused, "authentication-fails").figures())
          .contains("answers 401 and 403 among the errors 100.0 % (>= 50.0 %)");
      assertThat(only(refused, "errors-above-bound").cause())
          .isEqualTo("See authentication-fails.");
    }
    assertThat(causes(failing(404).data())).isEmpty();
  }

  @Test
  void errorsThatAreMostly429AreARateLimitForCertain() throws Exception {
    var limited = failing(429).data();
    assertThat(causes(limited)).extracting(Finding::rule).containsExactly("rate-limited");
    assertThat(causes(limited).get(0).sureness()).isEqualTo(Sureness.CERTAIN);
    assertThat(only(limited, "errors-above-bound").cause()).isEqualTo("See rate-limited.");
  }

  private static SyntheticRun failing(int status) {
    return run()
        .failure((second, draw) -> draw < 0.05 ? Outcome.HTTP_ERROR : Outcome.OK)
        .failureStatus(status);
  }

  @Test
  void generatorBeyondALimitOfItsOwnIsFoundByEachOfTheThree() throws Exception {
    List<SyntheticRun.Generator> limits =
        List.of(
            (second, beat) -> beat.setMachineCpu(0.99),
            (second, beat) -> beat.setLoopLagMaxMicros(900_000),
            (second, beat) -> beat.setStartLagP99Micros(900_000));
    for (SyntheticRun.Generator limit : limits) {
      var data =
          run().generator((second, beat) -> tell(limit, isSlow(second), second, beat)).data();
      assertThat(causes(data)).extracting(Finding::rule).containsExactly("generator-saturated");
      assertThat(causes(data).get(0).requests()).isEmpty();
      assertThat(causes(data).get(0).spans()).hasSize(1);
      assertThat(causes(data).get(0).spans().get(0).fromMicros()).isEqualTo(40_000_000);
    }
    var once =
        run().generator((second, beat) -> tell(limits.get(0), second == 50, second, beat)).data();
    assertThat(findings(once)).isEmpty();
  }

  private static void tell(
      SyntheticRun.Generator limit, boolean isReached, int second, Heartbeat.Builder beat) {
    if (isReached) {
      limit.tell(second, beat);
    }
  }

  @Test
  void generatorThatLacksTheCpuThatTheApiUsesUpIsAConsequence() throws Exception {
    var data =
        slow().generator((second, beat) -> beat.setMachineCpu(isSlow(second) ? 0.99 : 0.5)).data();
    measure(data, "process", "cpu_ratio", "api", second -> isSlow(second) ? 0.95 : 0.3);

    assertThat(causes(data))
        .extracting(Finding::rule)
        .containsExactly("too-few-pods", "generator-saturated");
    assertThat(only(data, "generator-saturated").explainedBy()).containsExactly("too-few-pods");
  }

  @Test
  void generatorThatCollectsGarbageForTenSecondsIsFoundAndOnePauseIsNot() throws Exception {
    var paused =
        run().generator((second, beat) -> beat.setGcMicros(second == 50 ? 300_000 : 0)).data();
    assertThat(findings(paused)).isEmpty();

    var collecting =
        run().generator((second, beat) -> beat.setGcMicros(isSlow(second) ? 150_000 : 0)).data();
    Finding finding = only(collecting, "generator-collects");
    assertThat(finding.figures()).contains("15.0 %");
    assertThat(finding.spans()).hasSize(1);
    assertThat(finding.spans().get(0).fromMicros()).isEqualTo(40_000_000);
  }

  @Test
  void restartsBeforeACountBeganAgainAreNotForgotten() throws Exception {
    var refused =
        run().failure((s, draw) -> draw < 0.05 ? Outcome.CONNECTION_REFUSED : Outcome.OK).data();
    measure(refused, "kubernetes", "restarts", "api", s -> s < 30 ? 0 : s < 60 ? 3 : 0);
    assertThat(causes(refused).get(0).evidence())
        .containsExactly("restarts during the run 3 (> 0)");
  }

  @Test
  void rareSlowRequestsAreOutliers() throws Exception {
    var outliers =
        run().latency((second, request, draw) -> draw > 0.985 ? 1_500_000 : 210_000).data();
    Finding finding = only(outliers, "outliers");
    assertThat(finding.cause()).contains("N+1");
    assertThat(finding.sureness()).isEqualTo(Sureness.POSSIBLE);
  }

  @Test
  void outliersOfOneRequestThatReadsManyRowsAreCertain() throws Exception {
    var data =
        run()
            .latency(
                (second, request, draw) ->
                    request.equals("trades") && draw > 0.98
                        ? 1_500_000
                        : draw > 0.98 ? 300_000 : 210_000)
            .data();
    healthyResources(data);
    statement(data, "SELECT everything", 5, 1, 5_000);

    assertThat(findings(data).get(0).rule()).isEqualTo("outliers");
    assertThat(findings(data).get(0).requests()).contains("trades");
    assertThat(findings(data).get(0).sureness()).isEqualTo(Sureness.CERTAIN);
    assertThat(causes(data)).hasSize(1);
  }

  @Test
  void pausesThatHitAllRequestsAlikeAreNoCertainOutliersHoweverManyRowsAreRead() throws Exception {
    var data = run().latency((second, request, draw) -> draw > 0.991 ? 1_500_000 : 210_000).data();
    healthyResources(data);
    statement(data, "SELECT everything", 5, 1, 5_000);

    assertThat(only(data, "outliers").sureness()).isNotEqualTo(Sureness.CERTAIN);
  }

  @Test
  void throughputThatDoesNotGrowWithTheUsersIsFound() throws Exception {
    var saturated = run().vus(200).capacity(80).data();
    assertThat(only(saturated, "throughput-flat").figures())
        .contains("request rate with the most VUs over that with half of them 1 (< 1.15)");
    assertThat(only(saturated, "throughput-flat").spans()).isNotEmpty();
  }

  @Test
  void latencyThatGrowsAtConstantLoadIsFound() throws Exception {
    var leaking =
        run().latency((second, request, draw) -> 10_000 + second * 2_000 + draw * 9_000).data();
    Finding finding = only(leaking, "latency-growing");
    assertThat(finding.spans().get(0).fromMicros()).isEqualTo(20_000_000);
    assertThat(finding.figures()).startsWith("p99 at the end over that at the beginning ");
  }

  @Test
  void latencyThatOnlyFluctuatesIsNotGrowth() throws Exception {
    var noisy =
        run()
            .latency((second, request, draw) -> 50_000 + second % 10 * 20_000 + draw * 90_000)
            .data();
    assertThat(findings(noisy)).extracting(Finding::rule).doesNotContain("latency-growing");
  }
}
