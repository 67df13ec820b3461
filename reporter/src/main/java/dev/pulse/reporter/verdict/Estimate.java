package dev.pulse.reporter.verdict;

/**
 * A figure with its confidence interval.
 *
 * @param value as measured
 * @param lower lower end, ≤ value
 * @param upper upper end, ≥ value
 */
public record Estimate(double value, double lower, double upper) {
  /** The narrowest interval that holds both. */
  Estimate widened(double otherLower, double otherUpper) {
    return new Estimate(value, Math.min(lower, otherLower), Math.max(upper, otherUpper));
  }
}
