package dev.pulse.reporter.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the runs of a report come to together.
 *
 * @param kind the decision
 * @param waiver the waiver that it rests on; empty where none was needed or none helped
 * @param reasons why not approved, or what was waived, run by run
 */
public record Decision(Kind kind, Optional<Waiver> waiver, List<String> reasons) {

  /** Decisions. */
  public enum Kind {
    /** Every run passed, or was MARGINAL and waived. */
    APPROVED("✅ APPROVED"),
    /** A run failed, was MARGINAL without a waiver, or crossed a threshold of its scenario. */
    REQUIRES_OPTIMIZATION("⏳ REQUIRES OPTIMIZATION"),
    /** No run failed, but one carries no verdict. */
    INCONCLUSIVE("❔ INCONCLUSIVE: run again");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** Words for people. */
    public String label() {
      return label;
    }
  }

  /** Decides over all runs of a report; over none it is INCONCLUSIVE. */
  public static Decision over(List<Judgement> runs, Optional<Waiver> waiver) {
    boolean failed = runs.stream().anyMatch(Decision::isFailed);
    boolean open = runs.stream().anyMatch(run -> run.verdict() == Verdict.INCONCLUSIVE);
    boolean marginal = runs.stream().anyMatch(run -> run.verdict() == Verdict.MARGINAL);
    var reasons = runs.stream().flatMap(run -> reasons(run).stream()).toList();
    if (failed) {
      return new Decision(Kind.REQUIRES_OPTIMIZATION, Optional.empty(), reasons);
    }
    if (open || runs.isEmpty()) {
      return new Decision(
          Kind.INCONCLUSIVE,
          Optional.empty(),
          runs.isEmpty() ? List.of("there is no run") : reasons);
    }
    if (marginal && waiver.isEmpty()) {
      return new Decision(Kind.REQUIRES_OPTIMIZATION, Optional.empty(), reasons);
    }
    return new Decision(Kind.APPROVED, marginal ? waiver : Optional.empty(), reasons);
  }

  private static boolean isFailed(Judgement run) {
    return run.verdict() == Verdict.FAIL || run.hasCrossedThreshold();
  }

  private static List<String> reasons(Judgement run) {
    var reasons = new ArrayList<String>();
    run.reasons().forEach(reason -> reasons.add(run.run() + ": " + reason));
    for (ThresholdResult threshold : run.thresholds()) {
      if (!threshold.holds()) {
        reasons.add(run.run() + ": threshold " + threshold.text());
      }
    }
    return reasons;
  }

  /** The decision and the waiver, such as {@code ✅ APPROVED (WAIVED by Ann: known outlier)}. */
  public String text() {
    return waiver
        .map(w -> kind.label() + " (WAIVED by " + w.approver() + ": " + w.reason() + ")")
        .orElse(kind.label());
  }
}
