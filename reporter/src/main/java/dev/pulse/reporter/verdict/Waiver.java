package dev.pulse.reporter.verdict;

/**
 * Someone's word that a MARGINAL result is good enough; printed with the decision.
 *
 * @param approver who gives it
 * @param reason why it is good enough
 */
public record Waiver(String approver, String reason) {
  /** Checks that both are said. */
  public Waiver {
    if (approver.isBlank() || reason.isBlank()) {
      throw new IllegalArgumentException("a waiver needs a name and a reason");
    }
  }

  /**
   * Reads {@code NAME: REASON}.
   *
   * @throws IllegalArgumentException if one of them is not there
   */
  public static Waiver parse(String typed) {
    int colon = typed.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("a waiver must be \"NAME: REASON\", is \"" + typed + "\"");
    }
    return new Waiver(typed.substring(0, colon).strip(), typed.substring(colon + 1).strip());
  }
}
