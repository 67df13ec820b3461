package dev.pulse.reporter.summary;

/** How much of the summary is printed; k6's {@code --summary-mode}. */
public enum SummaryMode {
  /** Thresholds, checks and the metrics that are looked at first. */
  COMPACT,
  /** All metrics, and each scenario apart. */
  FULL,
  /** Nothing. */
  DISABLED
}
