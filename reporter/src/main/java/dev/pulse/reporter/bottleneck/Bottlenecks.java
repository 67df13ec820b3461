package dev.pulse.reporter.bottleneck;

import dev.pulse.reporter.bottleneck.RuleOutcome.State;
import dev.pulse.reporter.run.RunData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the rules found in a run.
 *
 * @param findings in the order of the rules
 * @param outcomes one for each rule, also where it found nothing
 */
public record Bottlenecks(List<Finding> findings, List<RuleOutcome> outcomes) {

  /** Copies the lists. */
  public Bottlenecks {
    findings = List.copyOf(findings);
    outcomes = List.copyOf(outcomes);
  }

  /** Applies every rule; a pure function of the run's data. */
  public static Bottlenecks of(RunData data, Limits limits) {
    var evidence = new Evidence(data, limits);
    var findings = new ArrayList<Finding>();
    var outcomes = new ArrayList<RuleOutcome>();
    for (Rule rule : Rules.ALL) {
      var missing = rule.needs().stream().filter(need -> !evidence.has(need)).findFirst();
      List<Finding> found = missing.isEmpty() ? rule.symptom().in(evidence) : List.of();
      findings.addAll(found);
      outcomes.add(outcome(rule, missing, found));
    }
    return new Bottlenecks(findings, outcomes);
  }

  private static RuleOutcome outcome(Rule rule, Optional<Resource> missing, List<Finding> found) {
    if (missing.isPresent()) {
      String note = missing.get().label() + " was not measured";
      return new RuleOutcome(rule.id(), rule.description(), State.NO_EVIDENCE, note);
    }
    if (found.isEmpty()) {
      return new RuleOutcome(rule.id(), rule.description(), State.NOT_OBSERVED, "");
    }
    return new RuleOutcome(rule.id(), rule.description(), State.FOUND, found.get(0).figures());
  }
}
