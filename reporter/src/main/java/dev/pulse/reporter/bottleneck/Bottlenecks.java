package dev.pulse.reporter.bottleneck;

import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.verdict.Criteria;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the rules found in a run.
 *
 * @param findings root causes first, then what follows from them, then bare symptoms; in each the
 *     greatest expected effect first
 * @param outcomes one for each rule in the order of their file, also where it found nothing
 */
public record Bottlenecks(List<Finding> findings, List<RuleOutcome> outcomes) {

  /** Copies the lists. */
  public Bottlenecks {
    findings = List.copyOf(findings);
    outcomes = List.copyOf(outcomes);
  }

  /** Holds every rule against a run; a pure function. */
  public static Bottlenecks of(RunData data, Criteria criteria, RuleSet rules) {
    var facts = new Facts(data, criteria);
    Map<Rule, Trial.Result> results = new LinkedHashMap<>();
    rules.rules().forEach(rule -> results.put(rule, new Trial(facts, rule).result()));
    var outcomes = new ArrayList<RuleOutcome>();
    results.forEach((rule, result) -> outcomes.add(outcome(rule, result)));
    return new Bottlenecks(new Findings(facts, results).inOrder(), outcomes);
  }

  private static RuleOutcome outcome(Rule rule, Trial.Result result) {
    return new RuleOutcome(rule.id(), rule.symptom(), result.state(), result.note());
  }
}
