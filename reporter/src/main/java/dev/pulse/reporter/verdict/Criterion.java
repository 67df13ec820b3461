package dev.pulse.reporter.verdict;

import java.util.Locale;

/** The figures that are judged. */
public enum Criterion {
  /** 99th percentile of response time, microseconds. */
  P99("p99 response time"),
  /** Errors per executed request, 0..1. */
  ERROR_RATE("error rate");

  private final String label;

  Criterion(String label) {
    this.label = label;
  }

  /** Words for people. */
  public String label() {
    return label;
  }

  /** A value of it for people, such as {@code 412 ms} or {@code 0.31 %}. */
  public String text(double value) {
    return switch (this) {
      case P99 -> String.format(Locale.ROOT, value < 100_000 ? "%.1f ms" : "%.0f ms", value / 1e3);
      case ERROR_RATE -> String.format(Locale.ROOT, "%.2f %%", value * 100);
    };
  }
}
