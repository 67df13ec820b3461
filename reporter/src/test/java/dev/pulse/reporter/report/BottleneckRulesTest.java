package dev.pulse.reporter.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.Outcome;
import dev.pulse.reporter.bottleneck.Bottlenecks;
import dev.pulse.reporter.bottleneck.Finding;
import dev.pulse.reporter.bottleneck.Limits;
import dev.pulse.reporter.bottleneck.RuleOutcome;
import dev.pulse.reporter.bottleneck.RuleOutcome.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules find what was put into a run, and nothing in a healthy one. */
class BottleneckRulesTest {

  @Test
  void healthyRunGivesNoFinding() throws Exception {
    assertThat(findings(run())).isEmpty();
  }

  @Test
  void ruleThatNeedsAResourceSaysThatItWasNotMeasured() throws Exception {
    var outcomes = Bottlenecks.of(run().data(), Limits.DEFAULT).outcomes();
    assertThat(outcomes)
        .filteredOn(outcome -> outcome.state() == State.NO_EVIDENCE)
        .extracting(RuleOutcome::note)
        .containsExactly("CPU was not measured", "CPU was not measured", "memory was not measured");
  }

  @Test
  void slowRunNamesTheRequestAndWhenWithoutGuessingTheCause() throws Exception {
    var slow =
        run()
            .latency(
                (second, request, draw) ->
                    second >= 40 && second < 60 && request.equals("trades")
                        ? 900_000 + draw * 100_000
                        : 10_000 + draw * 5_000);
    Finding finding = only(slow, "latency-above-bound");
    assertThat(finding.requests()).containsExactly("trades");
    assertThat(finding.spans()).hasSize(1);
    assertThat(finding.spans().get(0).fromMicros()).isEqualTo(40_000_000);
    assertThat(finding.spans().get(0).toMicros()).isEqualTo(60_000_000);
    assertThat(finding.cause()).contains("CPU was not measured");
    assertThat(only(slow, "dominating-request").requests()).containsExactly("trades");
  }

  @Test
  void serverErrorsPointToTheConnectionPool() throws Exception {
    var failing = run().failure((second, draw) -> draw < 0.05 ? Outcome.HTTP_ERROR : Outcome.OK);
    Finding finding = only(failing, "errors-above-bound");
    assertThat(finding.cause()).contains("connections exhausted");
    assertThat(finding.figures()).contains("bound 1.00 %").contains("5xx");
  }

  @Test
  void rareSlowRequestsAreOutliers() throws Exception {
    var outliers = run().latency((second, request, draw) -> draw > 0.985 ? 1_500_000 : 210_000);
    assertThat(only(outliers, "outliers").cause()).contains("N+1");
  }

  @Test
  void throughputThatDoesNotGrowWithTheUsersIsFound() throws Exception {
    var saturated = run().vus(200).capacity(80);
    assertThat(only(saturated, "throughput-flat").figures()).contains("80.0 requests/s");
  }

  @Test
  void latencyThatGrowsAtConstantLoadIsFound() throws Exception {
    var leaking = run().latency((second, request, draw) -> 10_000 + second * 2_000 + draw * 9_000);
    Finding finding = only(leaking, "latency-growing");
    assertThat(finding.spans().get(0).fromMicros()).isEqualTo(20_000_000);
    assertThat(finding.figures()).startsWith("p99 from ");
  }

  @Test
  void latencyThatOnlyFluctuatesIsNotGrowth() throws Exception {
    var noisy =
        run().latency((second, request, draw) -> 50_000 + second % 10 * 20_000 + draw * 90_000);
    assertThat(findings(noisy)).extracting(Finding::rule).doesNotContain("latency-growing");
  }

  private static SyntheticRun run() {
    return new SyntheticRun("r-1");
  }

  private static List<Finding> findings(SyntheticRun run) throws Exception {
    return Bottlenecks.of(run.data(), Limits.DEFAULT).findings();
  }

  private static Finding only(SyntheticRun run, String rule) throws Exception {
    List<Finding> found =
        findings(run).stream().filter(finding -> finding.rule().equals(rule)).toList();
    assertThat(found).as(rule).hasSize(1);
    return found.get(0);
  }
}
