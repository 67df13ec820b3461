package dev.pulse.reporter.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.v1.ResourceSample;
import dev.pulse.reporter.bottleneck.Bottlenecks;
import dev.pulse.reporter.bottleneck.Finding;
import dev.pulse.reporter.bottleneck.RuleOutcome;
import dev.pulse.reporter.bottleneck.RuleSet;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.verdict.Criteria;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** A made run that is watched by made readings, and what the default rules find in it. */
final class RunUnderRules {
  static final RuleSet RULES = RuleSet.standard();

  private RunUnderRules() {}

  static SyntheticRun slow() {
    return run()
        .latency(
            (second, request, draw) ->
                isSlow(second) ? 900_000 + draw * 100_000 : 10_000 + draw * 5_000);
  }

  static boolean isSlow(int second) {
    return second >= 40 && second < 60;
  }

  static void healthyResources(RunData data) {
    measure(data, "process", "cpu_ratio", "api", second -> 0.3);
    measure(data, "process", "memory_ratio", "api", second -> 0.5);
    measure(data, "redis", "hit_ratio", "cache", second -> 0.95);
    measure(data, "redis", "commands_per_second", "cache", second -> 200);
    measure(data, "postgresql", "cache_hit_ratio", "db", second -> 0.99);
    measure(data, "postgresql", "connections", "db", second -> 12);
    measure(data, "postgresql", "lock_waits", "db", second -> 0);
    measure(data, "postgresql", "connections_active", "db", second -> 2);
    pool(data, 2, 20, 0);
  }

  static void pool(RunData data, int active, int max, int waiting) {
    measure(data, "metrics", "pool_active", "api", second -> active);
    measure(data, "metrics", "pool_max", "api", second -> max);
    measure(data, "metrics", "pool_waiting", "api", second -> waiting);
  }

  static void statement(RunData data, String text, double meanMillis, int perSecond) {
    statement(data, text, meanMillis, perSecond, 1);
  }

  /** Sums since the run began, as the collector gives them. */
  static void statement(RunData data, String text, double meanMillis, int perSecond, int rows) {
    String source = "postgresql";
    measure(data, source, "statement_calls", text, s -> (s + 1) * perSecond);
    measure(data, source, "statement_total_ms", text, s -> (s + 1) * perSecond * meanMillis);
    measure(data, source, "statement_rows", text, s -> (double) (s + 1) * perSecond * rows);
  }

  /** A reading each second of the run. */
  static void measure(
      RunData data, String source, String series, String label, IntToDoubleFunction value) {
    measure(data, source, series, label, 0, value);
  }

  /** The same, so many milliseconds later. */
  static void measure(
      RunData data,
      String source,
      String series,
      String label,
      int millis,
      IntToDoubleFunction value) {
    var start = data.startedAt().orElseThrow();
    for (int second = 0; second < data.elapsedMicros() / 1_000_000; second++) {
      data.accept(
          ResourceSample.newBuilder()
              .setRun(data.run())
              .setSource(source)
              .setSeries(series)
              .setUnit("ratio")
              .setAtEpochMicros((start.plusSeconds(second).toEpochMilli() + millis) * 1_000)
              .setValue(value.applyAsDouble(second))
              .putLabels("label", label)
              .build());
    }
  }

  static SyntheticRun run() {
    return new SyntheticRun("r-1");
  }

  static List<Finding> findings(RunData data) {
    return Bottlenecks.of(data, Criteria.DEFAULT, RULES).findings();
  }

  static List<Finding> causes(RunData data) {
    return findings(data).stream().filter(Finding::namesCause).toList();
  }

  static RuleOutcome outcome(RunData data, String rule) {
    return Bottlenecks.of(data, Criteria.DEFAULT, RULES).outcomes().stream()
        .filter(outcome -> outcome.rule().equals(rule))
        .findFirst()
        .orElseThrow();
  }

  static Finding only(RunData data, String rule) {
    List<Finding> found =
        findings(data).stream().filter(finding -> finding.rule().equals(rule)).toList();
    assertThat(found).as(rule).hasSize(1);
    return found.get(0);
  }
}
