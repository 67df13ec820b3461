package dev.pulse.reporter.bottleneck;

import java.util.List;

/**
 * Something that held the run back.
 *
 * @param rule id of the rule, such as {@code errors-above-bound}
 * @param title in a few words
 * @param figures what was measured, against which bound
 * @param spans when, in order; never empty unless the run has no intervals
 * @param requests names of the requests concerned, worst first; empty: all
 * @param cause what it likely comes from, or what would have to be measured to tell
 * @param solution what to do
 * @param proof how to tell that it was the cause, and that it is gone
 */
public record Finding(
    String rule,
    String title,
    String figures,
    List<Span> spans,
    List<String> requests,
    String cause,
    String solution,
    String proof) {

  /** Copies the lists. */
  public Finding {
    spans = List.copyOf(spans);
    requests = List.copyOf(requests);
  }
}
