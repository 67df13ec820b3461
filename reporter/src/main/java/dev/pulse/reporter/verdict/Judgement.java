package dev.pulse.reporter.verdict;

import dev.pulse.reporter.run.Accounting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a run comes to, and why.
 *
 * @param run run id
 * @param verdict the worst that counts
 * @param criteria each criterion over the whole run and each sustained stage
 * @param doubts what keeps the figures from carrying a verdict; empty for PASS and MARGINAL
 * @param accounting whether every sample is there
 * @param thresholds those of the scenario file; they do not change the verdict, but see {@link
 *     Decision}
 */
public record Judgement(
    String run,
    Verdict verdict,
    List<CriterionResult> criteria,
    List<Doubt> doubts,
    Accounting accounting,
    List<ThresholdResult> thresholds) {

  /** Whether a threshold of the scenario file does not hold. */
  public boolean hasCrossedThreshold() {
    return thresholds.stream().anyMatch(threshold -> !threshold.holds());
  }

  /** Why the verdict is what it is: doubts first, then criteria that are not passed. */
  public List<String> reasons() {
    var reasons = new ArrayList<String>();
    doubts.forEach(doubt -> reasons.add(doubt.text()));
    for (CriterionResult result : criteria) {
      if (result.verdict() != Verdict.PASS) {
        reasons.add(reason(result));
      }
    }
    return List.copyOf(reasons);
  }

  private static String reason(CriterionResult result) {
    String words =
        String.format(
            Locale.ROOT,
            "%s of %s: %s (bound %s), %s",
            result.criterion().label(),
            result.scope(),
            result.valueText(),
            result.boundText(),
            result.verdict());
    return result.reason().isEmpty() ? words : words + ": " + result.reason();
  }
}
