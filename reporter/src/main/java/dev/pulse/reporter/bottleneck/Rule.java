package dev.pulse.reporter.bottleneck;

import java.util.List;

/**
 * A symptom with what it comes from, as a rules file states it; docs/bottlenecks.md explains each
 * part.
 *
 * @param id names it in reports
 * @param title in a few words
 * @param symptom what it looks for, in words
 * @param over which scopes it is looked for in
 * @param when all must hold, in the same moments
 * @param unless any that holds refutes it
 * @param evidence any that holds makes it certain
 * @param leastMicros how long it must last to count
 * @param series names of measures whose movement with latency supports it; the first that was read
 *     is drawn
 * @param namesCause whether it tells what it comes from, or only that something is wrong
 * @param consequenceOf ids of rules that explain this one where they are found too
 * @param cause what it comes from
 * @param solution what to do
 * @param proof how to tell that it was the cause
 * @param retest what to run after the change
 */
record Rule(
    String id,
    String title,
    String symptom,
    Over over,
    List<Condition> when,
    List<List<Condition>> unless,
    List<List<Condition>> evidence,
    long leastMicros,
    List<Measure> series,
    boolean namesCause,
    List<String> consequenceOf,
    String cause,
    String solution,
    String proof,
    String retest) {

  /** Which scopes a rule is looked for in. */
  enum Over {
    /** The whole run, else the first sustained stage in which its figures of the load hold. */
    RUN,
    /** Each sustained stage by itself. */
    STAGES,
    /** All requests together, and each by itself. */
    REQUESTS
  }

  /** Copies the lists. */
  Rule {
    when = List.copyOf(when);
    unless = List.copyOf(unless);
    evidence = List.copyOf(evidence);
    series = List.copyOf(series);
    consequenceOf = List.copyOf(consequenceOf);
  }
}
