package dev.pulse.reporter.bottleneck;

import dev.pulse.reporter.run.ResourceSeries;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Something that held the run back.
 *
 * @param rule id of the rule, such as {@code slow-queries}
 * @param title in a few words
 * @param namesCause whether it tells what the trouble comes from; else only that there is some
 * @param sureness how sure the cause is; of a finding that names none it means nothing
 * @param explainedBy ids of other findings that it is a consequence of
 * @param figures what was measured, against which bounds
 * @param evidence what else was measured that speaks for the cause
 * @param ruledOut what else could have been, was measured, and was not so
 * @param spans when, in order; never empty unless the run has no intervals
 * @param requests names of the requests concerned, worst first; empty: all
 * @param movements resources that moved with latency
 * @param statements of the database, most time first
 * @param key the resource to look at; empty where none was measured
 * @param effect what can be gained
 * @param cause what it comes from, or what would have to be measured to tell
 * @param solution what to do
 * @param proof how to tell that it was the cause, and that it is gone
 * @param retest what to run after the change
 */
public record Finding(
    String rule,
    String title,
    boolean namesCause,
    Sureness sureness,
    List<String> explainedBy,
    String figures,
    List<String> evidence,
    List<String> ruledOut,
    List<Span> spans,
    List<String> requests,
    List<Movement> movements,
    List<StatementTime> statements,
    Optional<ResourceSeries> key,
    Effect effect,
    String cause,
    String solution,
    String proof,
    String retest) {

  /**
   * A statement in the time of a finding.
   *
   * @param text as the database normalises it
   * @param calls how many there were
   * @param meanMicros time of a call, microseconds
   * @param share of all response time, 0..1
   */
  public record StatementTime(String text, long calls, double meanMicros, double share) {}

  /** Root causes, consequences, symptoms; among them the greatest expected effect first. */
  public static final Comparator<Finding> BY_EXPECTED_EFFECT =
      Comparator.comparingInt(Finding::rank)
          .thenComparing(Comparator.comparingDouble(Finding::expected).reversed());

  /** Copies the lists. */
  public Finding {
    explainedBy = List.copyOf(explainedBy);
    evidence = List.copyOf(evidence);
    ruledOut = List.copyOf(ruledOut);
    spans = List.copyOf(spans);
    requests = List.copyOf(requests);
    movements = List.copyOf(movements);
    statements = List.copyOf(statements);
  }

  /** Whether it tells a cause that does not itself follow from another finding. */
  public boolean isRootCause() {
    return namesCause && explainedBy.isEmpty();
  }

  private int rank() {
    if (isRootCause()) {
      return 0;
    }
    return namesCause ? 1 : 2;
  }

  private double expected() {
    return effect.share() * sureness.weight();
  }
}
