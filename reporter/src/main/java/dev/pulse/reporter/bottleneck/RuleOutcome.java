package dev.pulse.reporter.bottleneck;

/**
 * What a rule came to.
 *
 * @param rule its id
 * @param symptom what it looks for
 * @param state what came of it
 * @param note why, for people
 */
public record RuleOutcome(String rule, String symptom, State state, String note) {

  /** What a rule can come to. */
  public enum State {
    /** The symptom is there. */
    FOUND("found"),
    /** The symptom is not there. */
    NOT_OBSERVED("not observed"),
    /** What the rule asks of a resource was measured, and is not so. */
    RULED_OUT("ruled out"),
    /** What the rule needs was not measured. */
    NO_EVIDENCE("no evidence");

    private final String label;

    State(String label) {
      this.label = label;
    }

    /** Words for people. */
    public String label() {
      return label;
    }
  }
}
