package dev.pulse.reporter.verdict;

import java.util.Locale;

/** The figures that are judged. */
public enum Criterion {
  /** 99th percentile of response time, microseconds. */
  P99("p99 response time", 1e3),
  /** Errors per executed request, 0..1. */
  ERROR_RATE("error rate", 1);

  private final String label;
  private final double divisor;

  Criterion(String label, double divisor) {
    this.label = label;
    this.divisor = divisor;
  }

  /** Words for people. */
  public String label() {
    return label;
  }

  /** A value of it as dashboards have it: milliseconds, or 0..1. */
  public double shown(double value) {
    return value / divisor;
  }

  /** A value of it for people, such as {@code 412 ms} or {@code 0.31 %}. */
  public String text(double value) {
    return switch (this) {
      case P99 -> String.format(Locale.ROOT, value < 100_000 ? "%.1f ms" : "%.0f ms", value / 1e3);
      case ERROR_RATE -> String.format(Locale.ROOT, "%.2f %%", value * 100);
    };
  }
}
