package dev.pulse.reporter.verdict;

/** What a run, or one criterion of it, comes to. */
public enum Verdict {
  /** Within the acceptance, with its whole confidence interval. */
  PASS,
  /** Beyond the acceptance, within the margin. */
  MARGINAL,
  /** Beyond the margin. */
  FAIL,
  /** The evidence carries none of the above: run again. */
  INCONCLUSIVE
}
