package dev.pulse.reporter.verdict;

import dev.pulse.reporter.run.Selection;

/**
 * One criterion over one part of a run.
 *
 * @param criterion which figure
 * @param scope of which part, for people: {@code whole run}, or scenario and stage
 * @param selection the same for {@link dev.pulse.reporter.run.RunData#figures}
 * @param samples executed samples it rests on
 * @param estimate the figure and its confidence interval; of no samples, all zero
 * @param band its bounds
 * @param verdict what it comes to; the interval's worse end decides
 * @param isCertain whether it fails even at the better end of the interval, and even if all missing
 *     samples had been fast and right
 * @param reason why, in words
 */
public record CriterionResult(
    Criterion criterion,
    String scope,
    Selection selection,
    long samples,
    Estimate estimate,
    Band band,
    Verdict verdict,
    boolean isCertain,
    String reason) {

  /** The figure, such as {@code 412 ms}; {@code –} of no samples. */
  public String valueText() {
    return samples == 0 ? "–" : criterion.text(estimate.value());
  }

  /** Its interval, such as {@code 398 ms to 431 ms}; {@code –} of no samples. */
  public String intervalText() {
    return samples == 0
        ? "–"
        : criterion.text(estimate.lower()) + " to " + criterion.text(estimate.upper());
  }

  /** What is acceptable, such as {@code < 500 ms}. */
  public String boundText() {
    return "< " + criterion.text(band.acceptance());
  }
}
