package dev.pulse.reporter.bottleneck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Where a rule's conditions held.
 *
 * @param scopes in which its figures of the load hold
 * @param moments in which all of it holds, by number
 * @param spans the same, those near each other as one
 */
record Match(Rule rule, List<Scope> scopes, BitSet moments, List<Span> spans) {
  private static final int MOST_SCOPES = 4;

  /** How many moments. */
  int count() {
    return moments.cardinality();
  }

  /** How long all spans are together, microseconds. */
  long lasted() {
    return spans.stream().mapToLong(Span::lengthMicros).sum();
  }

  /** Whether all conditions of a clause held, those of the load in the same scope. */
  boolean holds(Facts facts, List<Condition> clause) {
    return scopes.stream().anyMatch(scope -> clause.stream().allMatch(c -> holds(facts, c, scope)));
  }

  /** The same of one condition. */
  boolean holds(Facts facts, Condition condition) {
    return holds(facts, List.of(condition));
  }

  /** Over a scope, or in at least half of the moments in which it was measured. */
  private boolean holds(Facts facts, Condition condition, Scope scope) {
    double bound = condition.bound().in(facts.criteria());
    if (condition.measure().isOfScope()) {
      OptionalDouble value = value(facts, condition.measure(), scope);
      return value.isPresent() && condition.operator().holds(value.getAsDouble(), bound);
    }
    double[] values = values(facts, condition.measure());
    long holding = 0;
    for (double value : values) {
      holding += condition.operator().holds(value, bound) ? 1 : 0;
    }
    return values.length > 0 && 2 * holding >= values.length;
  }

  /** What is measured by time counts only while all of the rule held. */
  private OptionalDouble value(Facts facts, Measure measure, Scope scope) {
    return isTimed(measure)
        ? measure.ofTime().in(facts, spans)
        : measure.ofScope().in(facts, scope);
  }

  private boolean isTimed(Measure measure) {
    return measure.kind() == Measure.Kind.TIME && !spans.isEmpty();
  }

  private double[] values(Facts facts, Measure measure) {
    return moments.stream()
        .mapToObj(moment -> measure.ofMoment().at(facts, facts.whole(), moment))
        .flatMapToDouble(OptionalDouble::stream)
        .toArray();
  }

  /** What a condition's figure was, and against what; for people. */
  String text(Facts facts, Condition condition) {
    Measure measure = condition.measure();
    String bound =
        " ("
            + condition.operator()
            + " "
            + measure.unit().text(condition.bound().in(facts.criteria()))
            + ")";
    return measure.label() + " " + value(facts, condition) + bound;
  }

  private String value(Facts facts, Condition condition) {
    Measure measure = condition.measure();
    if (isTimed(measure)) {
      var value = measure.ofTime().in(facts, spans);
      return value.isPresent() ? measure.unit().text(value.getAsDouble()) : "not measured";
    }
    if (measure.isOfScope()) {
      return ofScopes(facts, measure);
    }
    DoubleSummaryStatistics statistics = Arrays.stream(values(facts, measure)).summaryStatistics();
    if (statistics.getCount() == 0) {
      return "not measured";
    }
    return measure.unit().text(statistics.getAverage())
        + " on average, "
        + measure.unit().text(measure.isLowWorse() ? statistics.getMin() : statistics.getMax())
        + (measure.isLowWorse() ? " at least" : " at most");
  }

  private String ofScopes(Facts facts, Measure measure) {
    var texts = new ArrayList<String>();
    for (Scope scope : scopes.subList(0, Math.min(MOST_SCOPES, scopes.size()))) {
      String where =
          scope.toMicros() == Long.MAX_VALUE && scope.request().isEmpty() ? "" : scope.name();
      measure
          .ofScope()
          .in(facts, scope)
          .ifPresent(
              value ->
                  texts.add(
                      measure.unit().text(value) + (where.isEmpty() ? "" : " (" + where + ")")));
    }
    return String.join(", ", texts);
  }

  /** The share of these moments that lie in another's spans, 0..1. */
  double overlap(Facts facts, Match other) {
    long inside =
        moments.stream()
            .mapToObj(facts.moments()::get)
            .filter(moment -> other.spans.stream().anyMatch(span -> span.meets(moment)))
            .count();
    int all = count();
    return all == 0 ? 0 : (double) inside / all;
  }
}
