package dev.pulse.reporter.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.v1.ResourceSample;
import dev.pulse.reporter.bottleneck.Bottlenecks;
import dev.pulse.reporter.bottleneck.Finding;
import dev.pulse.reporter.bottleneck.Limits;
import dev.pulse.reporter.bottleneck.RuleOutcome;
import dev.pulse.reporter.bottleneck.RuleOutcome.State;
import dev.pulse.reporter.run.RunData;
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
  void slowWithIdleCpuIsTheDatabaseAndItsStatementIsNamed() throws Exception {
    var data = slow().data();
    measure(data, "process", "cpu_ratio", "api", 0.3);
    measure(data, "postgresql", "statement_total_ms", "SELECT slow", 1_000_000);
    measure(data, "postgresql", "statement_calls", "SELECT slow", 1_000);

    var findings = Bottlenecks.of(data, Limits.DEFAULT).findings();

    assertThat(findings.get(0).rule()).isEqualTo("slow-queries");
    assertThat(findings.get(0).cause()).contains("SELECT slow (1,000 calls, 1,000 ms each)");
    assertThat(findings.get(0).figures()).contains("CPU meanwhile 30.0 %");
    assertThat(findings.get(0).spans().get(0).fromMicros()).isEqualTo(40_000_000);
    assertThat(findings).extracting(Finding::rule).doesNotContain("too-few-pods", "memory");
    assertThat(findings.get(1).cause()).isEqualTo("See slow-queries.");
  }

  @Test
  void slowWithEveryConnectionBusyIsTheDatabaseThoughMostTimeIsWaiting() throws Exception {
    var data = slow().data();
    double seconds = data.elapsedMicros() / 1e6;
    measure(data, "process", "cpu_ratio", "api", 0.1);
    measure(data, "postgresql", "connections", "db", 2);
    measure(data, "postgresql", "statement_total_ms", "SELECT slow", 1.9 * seconds * 1_000);
    measure(data, "postgresql", "statement_calls", "SELECT slow", 1_000);

    var first = Bottlenecks.of(data, Limits.DEFAULT).findings().get(0);

    assertThat(first.rule()).isEqualTo("slow-queries");
    assertThat(first.figures()).contains("kept 1.9 of its 2.0 connections busy");
  }

  @Test
  void slowWithIdleCpuAndAFastDatabaseIsNotTheDatabase() throws Exception {
    var data = slow().data();
    measure(data, "process", "cpu_ratio", "api", 0.3);
    measure(data, "postgresql", "statement_total_ms", "SELECT fast", 10);
    measure(data, "postgresql", "statement_calls", "SELECT fast", 1_000);

    var findings = Bottlenecks.of(data, Limits.DEFAULT).findings();

    assertThat(findings).extracting(Finding::rule).doesNotContain("slow-queries");
    assertThat(findings.get(0).cause()).startsWith("Not narrowed down: neither CPU nor");
  }

  @Test
  void slowWithBusyCpuIsTooLittleOfIt() throws Exception {
    var data = slow().data();
    measure(data, "process", "cpu_ratio", "api", 0.93);
    measure(data, "host", "cpu_ratio", "generator", 0.1);

    var findings = Bottlenecks.of(data, Limits.DEFAULT).findings();

    assertThat(findings.get(0).rule()).isEqualTo("too-few-pods");
    assertThat(findings.get(0).figures()).contains("CPU meanwhile 93.0 %");
    assertThat(findings).extracting(Finding::rule).doesNotContain("slow-queries");
  }

  @Test
  void fullMemoryIsFoundAndAFullCacheIsNone() throws Exception {
    var data = run().data();
    measure(data, "redis", "memory_ratio", "cache", 0.99);
    measure(data, "process", "memory_ratio", "api", 0.5);
    assertThat(Bottlenecks.of(data, Limits.DEFAULT).findings()).isEmpty();

    measure(data, "kubernetes", "memory_ratio", "pod-1", 0.85);
    var findings = Bottlenecks.of(data, Limits.DEFAULT).findings();

    assertThat(findings).extracting(Finding::rule).containsExactly("memory");
    assertThat(findings.get(0).figures()).isEqualTo("85.0 % meanwhile, bound 80.0 %");
  }

  private static SyntheticRun slow() {
    return run()
        .latency(
            (second, request, draw) ->
                second >= 40 && second < 60 ? 900_000 + draw * 100_000 : 10_000 + draw * 5_000);
  }

  /** The same reading each second of the run. */
  private static void measure(
      RunData data, String source, String series, String label, double value) {
    var start = data.startedAt().orElseThrow();
    for (int second = 0; second < data.elapsedMicros() / 1_000_000; second++) {
      data.accept(
          ResourceSample.newBuilder()
              .setRun(data.run())
              .setSource(source)
              .setSeries(series)
              .setUnit("ratio")
              .setAtEpochMicros(start.plusSeconds(second).toEpochMilli() * 1_000)
              .setValue(value)
              .putLabels("label", label)
              .build());
    }
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
