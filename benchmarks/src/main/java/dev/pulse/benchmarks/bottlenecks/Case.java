package dev.pulse.benchmarks.bottlenecks;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A fault of the demo, or none, and the rule that has to name it. */
enum Case {
  HEALTHY("", ""),
  SLOW_QUERY("slow-query", "slow-queries"),
  CPU_STARVED("cpu-starved", "too-few-pods"),
  SMALL_POOL("small-pool", "pool-exhausted"),
  OUTLIERS("outliers", "outliers"),
  MEMORY_LEAK("memory-leak", "memory"),
  COLD_CACHE("cold-cache", "cache-misses");

  private final String fault;
  private final String rule;

  Case(String fault, String rule) {
    this.fault = fault;
    this.rule = rule;
  }

  /** What {@code pulse demo --fault} is given; empty for none. */
  String fault() {
    return fault;
  }

  /** In the table. */
  String label() {
    return fault.isEmpty() ? "none" : fault;
  }

  /** The one that a name on the command line means; {@code none} is the healthy one. */
  static Optional<Case> of(String name) {
    return Arrays.stream(values()).filter(one -> one.label().equals(name)).findFirst();
  }

  /**
   * Whether the first finding is its own, and nothing else is certain; nothing at all without a
   * fault.
   */
  boolean isNamedBy(List<Finding> findings) {
    if (rule.isEmpty()) {
      return findings.isEmpty();
    }
    return !findings.isEmpty()
        && findings.get(0).rule().equals(rule)
        && findings.stream().skip(1).noneMatch(Finding::isCertain);
  }
}
