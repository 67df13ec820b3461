package dev.pulse.reporter.report;

import static dev.pulse.reporter.report.RunUnderRules.RULES;
import static dev.pulse.reporter.report.RunUnderRules.causes;
import static dev.pulse.reporter.report.RunUnderRules.findings;
import static dev.pulse.reporter.report.RunUnderRules.healthyResources;
import static dev.pulse.reporter.report.RunUnderRules.isSlow;
import static dev.pulse.reporter.report.RunUnderRules.measure;
import static dev.pulse.reporter.report.RunUnderRules.only;
import static dev.pulse.reporter.report.RunUnderRules.outcome;
import static dev.pulse.reporter.report.RunUnderRules.pool;
import static dev.pulse.reporter.report.RunUnderRules.run;
import static dev.pulse.reporter.report.RunUnderRules.slow;
import static dev.pulse.reporter.report.RunUnderRules.statement;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.Outcome;
import dev.pulse.reporter.bottleneck.Bottlenecks;
import dev.pulse.reporter.bottleneck.Finding;
import dev.pulse.reporter.bottleneck.RuleOutcome.State;
import dev.pulse.reporter.bottleneck.RulesFile;
import dev.pulse.reporter.bottleneck.Sureness;
import dev.pulse.reporter.verdict.Criteria;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The default rules find in the system under test what was put into it, and nothing in a healthy
 * one.
 */
class BottleneckRulesTest {
  @TempDir private Path folder;

  @Test
  void healthyRunGivesNoFinding() throws Exception {
    assertThat(findings(run().data())).isEmpty();
  }

  @Test
  void healthyRunWithEverythingMeasuredGivesNoFindingAndRulesOut() throws Exception {
    var data = run().data();
    healthyResources(data);

    assertThat(findings(data)).isEmpty();
    assertThat(outcome(data, "memory").state()).isEqualTo(State.RULED_OUT);
    assertThat(outcome(data, "memory").note())
        .isEqualTo("memory 50.0 % on average, 50.0 % at most (> 80.0 %)");
    assertThat(outcome(data, "pool-exhausted").state()).isEqualTo(State.RULED_OUT);
    assertThat(outcome(data, "slow-queries").state()).isEqualTo(State.NOT_OBSERVED);
  }

  @Test
  void ruleThatNeedsAResourceSaysThatItWasNotMeasured() throws Exception {
    var data = run().data();
    assertThat(outcome(data, "slow-queries").state()).isEqualTo(State.NO_EVIDENCE);
    assertThat(outcome(data, "slow-queries").note()).isEqualTo("CPU was not measured");
    assertThat(outcome(data, "memory").note()).isEqualTo("memory was not measured");
    assertThat(outcome(data, "cache-misses").note()).isEqualTo("cache hit ratio was not measured");
  }

  @Test
  void slowRunNamesTheRequestAndWhenWithoutGuessingTheCause() throws Exception {
    var slow =
        run()
            .latency(
                (second, request, draw) ->
                    second >= 40 && second < 60 && request.equals("trades")
                        ? 900_000 + draw * 100_000
                        : 10_000 + draw * 5_000)
            .data();
    Finding finding = only(slow, "latency-above-bound");
    assertThat(finding.namesCause()).isFalse();
    assertThat(finding.requests()).containsExactly("trades");
    assertThat(finding.spans()).hasSize(1);
    assertThat(finding.spans().get(0).fromMicros()).isEqualTo(40_000_000);
    assertThat(finding.spans().get(0).toMicros()).isEqualTo(60_000_000);
    assertThat(finding.cause()).contains("Not measured: CPU");
    assertThat(only(slow, "dominating-request").requests()).containsExactly("trades");
  }

  @Test
  void slowWithIdleCpuIsTheDatabaseAndItsStatementIsNamed() throws Exception {
    var data = slow().data();
    healthyResources(data);
    statement(data, "SELECT slow", 500, 40);

    var findings = findings(data);

    Finding first = findings.get(0);
    assertThat(first.rule()).isEqualTo("slow-queries");
    assertThat(first.sureness()).isEqualTo(Sureness.CERTAIN);
    assertThat(first.cause()).contains("SELECT slow (").contains("calls, 500 ms each)");
    assertThat(first.figures()).contains("CPU 30.0 % on average, 30.0 % at most (< 50.0 %)");
    assertThat(first.evidence().get(0)).startsWith("share of all response time");
    assertThat(first.ruledOut()).anyMatch(text -> text.startsWith("too-few-pods: CPU 30.0 %"));
    assertThat(first.spans().get(0).fromMicros()).isEqualTo(40_000_000);
    assertThat(first.effect().share()).isGreaterThan(0.99);
    assertThat(findings).filteredOn(Finding::namesCause).containsExactly(first);
    assertThat(only(data, "latency-above-bound").cause()).isEqualTo("See slow-queries.");
  }

  @Test
  void statementsThatWereQuickWhileRequestsWereSlowAreNotTheCause() throws Exception {
    var data =
        run()
            .latency((second, request, draw) -> second >= 40 && second < 46 ? 600_000 : 20_000)
            .data();
    measure(data, "process", "cpu_ratio", "api", second -> 0.3);
    statement(data, "SELECT steady", 15, 50);

    assertThat(causes(data)).isEmpty();
    assertThat(outcome(data, "slow-queries").state()).isEqualTo(State.RULED_OUT);
    assertThat(only(data, "latency-above-bound").statements().get(0).share()).isLessThan(0.05);
  }

  @Test
  void whatHeldForTooShortATimeIsNotRuledOut() throws Exception {
    var data =
        run()
            .latency((second, request, draw) -> second >= 40 && second < 43 ? 900_000 : 20_000)
            .data();
    measure(data, "process", "cpu_ratio", "api", second -> 0.3);

    assertThat(outcome(data, "slow-queries").state()).isEqualTo(State.NOT_OBSERVED);
    assertThat(outcome(data, "slow-queries").note())
        .startsWith("for 3,000 ms in all; asked for are 5,000 ms");
    assertThat(outcome(data, "too-few-pods").state()).isEqualTo(State.RULED_OUT);
  }

  @Test
  void ratiosAreMadeOfReadingsThatWereTakenAtOtherTimes() throws Exception {
    var data = slow().data();
    measure(data, "process", "cpu_ratio", "api", second -> 0.3);
    measure(data, "prometheus", "pool_active", "api", second -> 2);
    measure(data, "prometheus", "pool_waiting", "api", 3, second -> 10);
    measure(data, "prometheus", "pool_max", "api", 7, second -> 2);

    assertThat(causes(data)).extracting(Finding::rule).contains("pool-exhausted");
  }

  @Test
  void cacheThatNobodyUsesDoesNotSpeakForTheOneInUse() throws Exception {
    var data = slow().data();
    measure(data, "redis", "hit_ratio", "primary", second -> 0.95);
    measure(data, "redis", "commands_per_second", "primary", second -> 300);
    measure(data, "redis", "hit_ratio", "replica", second -> 0);
    measure(data, "redis", "commands_per_second", "replica", second -> 0.1);

    assertThat(outcome(data, "cache-misses").state()).isEqualTo(State.RULED_OUT);
  }

  @Test
  void aRuleOverRequestsIsNotRuledOutByHoldingInManyOfThem() throws Exception {
    Path file = folder.resolve("rules.yaml");
    Files.writeString(
        file,
        """
        rules:
          - id: busy
            title: Busy
            symptom: slow while busy
            over: requests
            when: [p99 >= criteria.p99, cpu_ratio > 80%]
            cause: c
            solution: s
            proof: p
        """);
    var data = slow().data();
    measure(data, "process", "cpu_ratio", "api", second -> 0.95);

    var found = Bottlenecks.of(data, Criteria.DEFAULT, RulesFile.read(file)).findings();
    assertThat(found).extracting(Finding::rule).containsExactly("busy");
    assertThat(found.get(0).requests()).containsExactlyInAnyOrder("portfolio", "trades");
  }

  @Test
  void slowWithIdleCpuAndNoStatementsIsOnlyLikelyTheDatabase() throws Exception {
    var data = slow().data();
    measure(data, "process", "cpu_ratio", "api", second -> 0.3);

    Finding first = findings(data).get(0);

    assertThat(first.rule()).isEqualTo("slow-queries");
    assertThat(first.sureness()).isEqualTo(Sureness.LIKELY);
    assertThat(first.cause()).contains("statements were not measured");
  }

  @Test
  void slowWithIdleCpuAndAFastDatabaseIsNotTheDatabase() throws Exception {
    var data = slow().data();
    measure(data, "process", "cpu_ratio", "api", second -> 0.3);
    statement(data, "SELECT fast", 1, 20);

    assertThat(findings(data)).noneMatch(Finding::namesCause);
    assertThat(outcome(data, "slow-queries").state()).isEqualTo(State.RULED_OUT);
    assertThat(outcome(data, "slow-queries").note()).contains("1.00 ms (< 50.0 ms)");
    Finding symptom = only(data, "latency-above-bound");
    assertThat(symptom.cause()).startsWith("Not narrowed down");
    assertThat(symptom.ruledOut()).anyMatch(text -> text.startsWith("slow-queries: "));
  }

  @Test
  void poolThatIsFullBecauseStatementsAreSlowIsAConsequence() throws Exception {
    var data = slow().data();
    healthyResources(data);
    statement(data, "SELECT slow", 500, 10);
    measure(data, "metrics", "pool_active", "api", second -> isSlow(second) ? 20 : 3);
    measure(data, "metrics", "pool_waiting", "api", second -> isSlow(second) ? 10 : 0);

    var causes = causes(data);

    assertThat(causes).extracting(Finding::rule).startsWith("slow-queries", "pool-exhausted");
    Finding pool = only(data, "pool-exhausted");
    assertThat(pool.explainedBy()).containsExactly("slow-queries");
    assertThat(pool.sureness()).isEqualTo(Sureness.POSSIBLE);
    assertThat(pool.cause()).startsWith("Likely a consequence of slow-queries.");
  }

  @Test
  void smallPoolOverAFastDatabaseIsTheCause() throws Exception {
    var data = slow().data();
    measure(data, "process", "cpu_ratio", "api", second -> 0.3);
    statement(data, "SELECT fast", 1, 20);
    pool(data, 2, 2, 10);

    Finding first = findings(data).get(0);

    assertThat(first.rule()).isEqualTo("pool-exhausted");
    assertThat(first.sureness()).isEqualTo(Sureness.CERTAIN);
    assertThat(first.figures()).contains("callers waiting for a connection of the pool 10");
    assertThat(causes(data)).hasSize(1);
  }

  @Test
  void unavailableAnswersAreThePoolOnlyWhereItsCallersWait() throws Exception {
    var failing =
        run().failure((second, draw) -> draw < 0.05 ? Outcome.HTTP_ERROR : Outcome.OK).data();
    Finding errors = only(failing, "errors-above-bound");
    assertThat(errors.namesCause()).isFalse();
    assertThat(errors.cause())
        .startsWith("Not narrowed down")
        .contains("callers waiting for a connection of the pool");
    assertThat(causes(failing)).isEmpty();

    pool(failing, 2, 2, 5);

    assertThat(causes(failing)).extracting(Finding::rule).containsExactly("pool-exhausted");
    assertThat(causes(failing).get(0).sureness()).isEqualTo(Sureness.CERTAIN);
    assertThat(only(failing, "errors-above-bound").cause()).isEqualTo("See pool-exhausted.");
  }

  @Test
  void slowWithBusyCpuIsTooLittleOfIt() throws Exception {
    var data = slow().data();
    measure(data, "process", "cpu_ratio", "api", second -> 0.93);
    measure(data, "host", "cpu_ratio", "generator", second -> 0.1);

    Finding first = findings(data).get(0);

    assertThat(first.rule()).isEqualTo("too-few-pods");
    assertThat(first.sureness()).isEqualTo(Sureness.CERTAIN);
    assertThat(causes(data)).hasSize(1);
    assertThat(outcome(data, "slow-queries").note())
        .isEqualTo("CPU 93.0 % on average, 93.0 % at most (< 50.0 %)");
  }

  @Test
  void cpuThatIsBusyOnlyWhileNothingIsSlowIsNoCause() throws Exception {
    var data = slow().data();
    measure(data, "process", "cpu_ratio", "api", second -> isSlow(second) ? 0.6 : 0.95);

    assertThat(causes(data)).isEmpty();
    assertThat(outcome(data, "too-few-pods").state()).isEqualTo(State.RULED_OUT);
  }

  @Test
  void memoryAboveItsBoundForLongIsFoundAndAFullCacheIsNone() throws Exception {
    var data = run().data();
    measure(data, "redis", "memory_ratio", "cache", second -> 0.99);
    measure(data, "process", "memory_ratio", "api", second -> 0.5);
    assertThat(findings(data)).isEmpty();

    measure(data, "kubernetes", "memory_ratio", "pod-1", second -> 0.85);
    assertThat(findings(data)).extracting(Finding::rule).containsExactly("memory");
    assertThat(findings(data).get(0).sureness()).isEqualTo(Sureness.LIKELY);
    assertThat(findings(data).get(0).figures())
        .isEqualTo("memory 85.0 % on average, 85.0 % at most (> 80.0 %)");
  }

  @Test
  void heapThatIsFullOnlyBeforeEachCollectionIsNoTrouble() throws Exception {
    var data = run().data();
    measure(data, "metrics", "memory_ratio", "api", second -> 0.3 + 0.1 * (second % 7));
    assertThat(findings(data)).isEmpty();
  }

  @Test
  void memoryThatRisesIsCertainAndTheCpuItKeepsBusyAConsequence() throws Exception {
    var data = slow().data();
    measure(data, "metrics", "memory_ratio", "api", second -> Math.min(0.98, 0.4 + second * 0.012));
    measure(data, "metrics", "gc_ratio", "api", second -> second < 35 ? 0.01 : 0.4);
    measure(data, "process", "cpu_ratio", "api", second -> second < 35 ? 0.3 : 0.97);

    var causes = causes(data);

    assertThat(causes.get(0).rule()).isEqualTo("memory");
    assertThat(causes.get(0).sureness()).isEqualTo(Sureness.CERTAIN);
    assertThat(causes.get(0).evidence()).anyMatch(text -> text.startsWith("rise of the lowest"));
    assertThat(causes.subList(1, causes.size()))
        .extracting(Finding::rule)
        .containsExactly("too-few-pods", "garbage-collection");
    assertThat(causes.subList(1, causes.size()))
        .allMatch(finding -> finding.sureness() == Sureness.POSSIBLE)
        .allMatch(finding -> finding.explainedBy().contains("memory"));
  }

  @Test
  void cacheThatEvictsAndMissesIsFound() throws Exception {
    var data = slow().data();
    measure(data, "redis", "hit_ratio", "cache", second -> 0.2);
    measure(data, "redis", "commands_per_second", "cache", second -> 300);
    assertThat(causes(data)).extracting(Finding::sureness).containsExactly(Sureness.LIKELY);

    measure(data, "redis", "evictions_per_second", "cache", second -> 40);
    assertThat(causes(data)).extracting(Finding::rule).containsExactly("cache-misses");
    assertThat(causes(data)).extracting(Finding::sureness).containsExactly(Sureness.CERTAIN);
  }

  @Test
  void cacheThatFindsNothingIsWhyTheDatabaseIsBusy() throws Exception {
    var data = slow().data();
    measure(data, "process", "cpu_ratio", "api", second -> 0.2);
    measure(data, "redis", "hit_ratio", "cache", second -> 0.05);
    measure(data, "redis", "commands_per_second", "cache", second -> 300);
    statement(data, "SELECT performance", 400, 40);

    var causes = causes(data);
    assertThat(causes).extracting(Finding::rule).containsExactly("cache-misses", "slow-queries");
    assertThat(causes)
        .extracting(Finding::sureness)
        .containsExactly(Sureness.CERTAIN, Sureness.POSSIBLE);
    assertThat(causes.get(1).explainedBy()).containsExactly("cache-misses");
  }

  @Test
  void cacheThatMissesAndCostsNoTimeIsNoTrouble() throws Exception {
    var data = run().data();
    measure(data, "redis", "hit_ratio", "cache", second -> 0.1);
    measure(data, "redis", "commands_per_second", "cache", second -> 300);
    assertThat(findings(data)).isEmpty();
  }

  @Test
  void autoscalerThatWantsAllThatItMayIsFound() throws Exception {
    var data = slow().data();
    measure(data, "kubernetes", "replicas_wanted", "api", second -> second < 30 ? 4 : 10);
    measure(data, "kubernetes", "replicas_max", "api", second -> 10);

    assertThat(causes(data)).extracting(Finding::rule).containsExactly("autoscaler-at-maximum");
    assertThat(causes(data)).extracting(Finding::sureness).containsExactly(Sureness.LIKELY);
  }

  @Test
  void statementsThatWaitForLocksAreSlowForThatReason() throws Exception {
    var data = slow().data();
    healthyResources(data);
    statement(data, "UPDATE hot", 500, 10);
    measure(data, "postgresql", "lock_waits", "db", second -> isSlow(second) ? 7 : 0);
    measure(data, "postgresql", "connections_active", "db", second -> 10);

    assertThat(causes(data))
        .extracting(Finding::rule)
        .containsExactly("lock-waits", "slow-queries");
    assertThat(causes(data))
        .extracting(Finding::sureness)
        .containsExactly(Sureness.CERTAIN, Sureness.POSSIBLE);
  }

  @Test
  void databaseThatReadsFromDiskIsFound() throws Exception {
    var data = slow().data();
    measure(data, "postgresql", "cache_hit_ratio", "db", second -> 0.6);
    assertThat(causes(data)).extracting(Finding::rule).containsExactly("database-cache");
  }

  @Test
  void resourceThatMovedWithLatencyIsShownWithItsLag() throws Exception {
    var data =
        run()
            .latency((second, request, draw) -> 300_000 + 250_000 * wave(second) + draw * 50_000)
            .data();
    measure(data, "process", "cpu_ratio", "api", second -> 0.35 + 0.1 * wave(second + 3));
    measure(data, "postgresql", "connections_idle", "db", second -> second * 7_919 % 13);

    Finding finding = only(data, "latency-above-bound");

    assertThat(finding.movements()).hasSize(1);
    assertThat(finding.movements().get(0).series().series()).isEqualTo("cpu_ratio");
    assertThat(finding.movements().get(0).lagSeconds()).isEqualTo(3);
    assertThat(finding.movements().get(0).rho()).isGreaterThan(0.8);
    assertThat(Bottlenecks.of(data, Criteria.DEFAULT, RULES))
        .isEqualTo(Bottlenecks.of(data, Criteria.DEFAULT, RULES));
  }

  /** Up and down without a period, each value near the one before. */
  private static double wave(int second) {
    double sum = 0;
    for (int back = 0; back < 3; back++) {
      sum += new SplittableRandom(second - back).nextDouble(-1, 1);
    }
    return sum / 3;
  }
}
