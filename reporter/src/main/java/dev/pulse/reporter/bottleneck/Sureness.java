package dev.pulse.reporter.bottleneck;

/** How sure it is that a finding's cause is the cause. */
public enum Sureness {
  /** Its conditions held, and so did direct evidence of the cause. */
  CERTAIN(1),
  /** Its conditions held, resources among them, or such a one moved with latency. */
  LIKELY(0.6),
  /** Its symptom held, and nothing speaks against it; or it follows from another finding. */
  POSSIBLE(0.3);

  private final double weight;

  Sureness(double weight) {
    this.weight = weight;
  }

  /** What an effect counts for when findings are put in order. */
  double weight() {
    return weight;
  }

  boolean isAtLeast(Sureness other) {
    return compareTo(other) <= 0;
  }
}
