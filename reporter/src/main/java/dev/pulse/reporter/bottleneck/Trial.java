package dev.pulse.reporter.bottleneck;

import dev.pulse.reporter.bottleneck.RuleOutcome.State;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One rule held against a run. Its figures of the load choose the scope, and in it the moments;
 * what it asks of resources must hold in at least half of those moments.
 */
final class Trial {
  private static final long JOIN_MICROS = 2_000_000;

  private final Facts facts;
  private final Rule rule;

  Trial(Facts facts, Rule rule) {
    this.facts = facts;
    this.rule = rule;
  }

  /**
   * What came of it.
   *
   * @param note why, for people
   * @param match where it was found; empty where it was not
   */
  record Result(State state, String note, Optional<Match> match) {}

  Result result() {
    Optional<Measure> missing = missing();
    if (missing.isPresent()) {
      return without(State.NO_EVIDENCE, missing.get().label() + " was not measured");
    }
    List<Scope> scopes = scopes();
    if (scopes.isEmpty()) {
      return without(State.NOT_OBSERVED, "");
    }
    return match(scopes);
  }

  private static Result without(State state, String note) {
    return new Result(state, note, Optional.empty());
  }

  /** A figure that the rule needs and nothing tells of. */
  private Optional<Measure> missing() {
    var unread = measures().filter(measure -> !measure.isMeasured(facts)).findFirst();
    if (unread.isPresent()) {
      return unread;
    }
    List<Scope> all = candidates();
    return measures()
        .filter(Measure::isOfScope)
        .filter(m -> all.stream().allMatch(scope -> m.ofScope().in(facts, scope).isEmpty()))
        .findFirst();
  }

  private Stream<Measure> measures() {
    return rule.when().stream().map(Condition::measure);
  }

  private List<Scope> candidates() {
    var candidates = new ArrayList<Scope>();
    if (rule.over() != Rule.Over.STAGES) {
      candidates.add(facts.whole());
    }
    candidates.addAll(rule.over() == Rule.Over.REQUESTS ? facts.requests() : facts.stages());
    return candidates;
  }

  /** Where the figures of the load hold. */
  private List<Scope> scopes() {
    var holding = candidates().stream().filter(this::holds).toList();
    return rule.over() == Rule.Over.RUN && holding.size() > 1 ? holding.subList(0, 1) : holding;
  }

  private boolean holds(Scope scope) {
    return rule.when().stream()
        .filter(condition -> condition.measure().isOfScope())
        .allMatch(condition -> holds(condition, scope));
  }

  private boolean holds(Condition condition, Scope scope) {
    OptionalDouble value = condition.measure().ofScope().in(facts, scope);
    return value.isPresent() && compare(condition, value.getAsDouble());
  }

  private boolean compare(Condition condition, double value) {
    return condition.operator().holds(value, condition.bound().in(facts.criteria()));
  }

  private Result match(List<Scope> scopes) {
    var symptom = new BitSet();
    scopes.forEach(scope -> symptom(scope).forEach(symptom::set));
    var measured = new BitSet();
    symptom.stream().filter(this::isMeasured).forEach(measured::set);
    var held = new BitSet();
    measured.stream().filter(this::resourcesHold).forEach(held::set);
    if (2 * measured.cardinality() < symptom.cardinality()
        || (symptom.isEmpty() && hasResources())) {
      return without(State.NO_EVIDENCE, "resources were read in too few of the moments concerned");
    }
    List<Span> spans = spans(held);
    var match = new Match(rule, scopes, within(spans, held), spans);
    if (isTooFew(match, measured.cardinality())) {
      return tooFew(match, symptom);
    }
    return refuted(match)
        .map(clause -> without(State.RULED_OUT, text(clause, match)))
        .orElseGet(() -> found(match));
  }

  private boolean isTooFew(Match match, int measured) {
    if (!hasResources()) {
      return false;
    }
    return hasSymptom()
        ? 2 * match.count() < measured || match.lasted() < rule.leastMicros()
        : match.spans().isEmpty();
  }

  private Result found(Match match) {
    return new Result(State.FOUND, figures(match), Optional.of(match));
  }

  /** Moments of a scope in which the figures of the load hold that have a value for each. */
  private List<Integer> symptom(Scope scope) {
    return IntStream.range(0, facts.moments().size())
        .filter(moment -> scope.includes(facts.moments().get(moment)))
        .filter(moment -> rule.when().stream().allMatch(c -> loadHolds(c, scope, moment)))
        .boxed()
        .toList();
  }

  /** What is asked to be low tells which run it is, not when. */
  private boolean loadHolds(Condition condition, Scope scope, int moment) {
    boolean isAsked =
        condition.measure().kind() == Measure.Kind.LOAD && condition.operator().asksForMore();
    if (!isAsked) {
      return true;
    }
    OptionalDouble value = condition.measure().ofMoment().at(facts, scope, moment);
    return value.isPresent() && compare(condition, value.getAsDouble());
  }

  private boolean isMeasured(int moment) {
    return resources().allMatch(c -> value(c, moment).isPresent());
  }

  private boolean resourcesHold(int moment) {
    return resources().allMatch(c -> compare(c, value(c, moment).orElse(Double.NaN)));
  }

  private OptionalDouble value(Condition condition, int moment) {
    return condition.measure().ofMoment().at(facts, facts.whole(), moment);
  }

  private Stream<Condition> resources() {
    return rule.when().stream().filter(condition -> !condition.measure().isOfScope());
  }

  private boolean hasResources() {
    return resources().findAny().isPresent();
  }

  private boolean hasSymptom() {
    return rule.when().stream().anyMatch(condition -> condition.measure().isOfScope());
  }

  /** A rule of resources alone counts only what lasts without a pause. */
  private List<Span> spans(BitSet held) {
    List<Span> single = held.stream().mapToObj(facts.moments()::get).toList();
    List<Span> joined = Span.joined(single, JOIN_MICROS);
    return hasSymptom()
        ? joined
        : joined.stream().filter(span -> span.lengthMicros() >= rule.leastMicros()).toList();
  }

  private BitSet within(List<Span> spans, BitSet held) {
    var within = new BitSet();
    held.stream()
        .filter(moment -> spans.stream().anyMatch(s -> s.covers(facts.moments().get(moment))))
        .forEach(within::set);
    return within;
  }

  private Optional<List<Condition>> refuted(Match match) {
    return rule.unless().stream().filter(clause -> match.holds(facts, clause)).findFirst();
  }

  /** Ruled out by what was measured not to be so; else it was so for too short a time. */
  private Result tooFew(Match match, BitSet symptom) {
    var concerned = new Match(rule, match.scopes(), symptom, List.of());
    List<Condition> failing = resources().filter(c -> !concerned.holds(facts, c)).toList();
    if (!failing.isEmpty()) {
      return without(State.RULED_OUT, text(failing, concerned));
    }
    String asked = Unit.TIME.text((double) rule.leastMicros());
    return without(
        State.NOT_OBSERVED,
        match.count() == 0
            ? "never all at once, or never for " + asked
            : "for "
                + Unit.TIME.text((double) match.lasted())
                + " in all; asked for are "
                + asked
                + ", and half of the moments concerned");
  }

  private String text(List<Condition> conditions, Match match) {
    return String.join("; ", conditions.stream().map(c -> match.text(facts, c)).toList());
  }

  private String figures(Match match) {
    return text(rule.when(), match);
  }

  /** Text of the evidence that held. */
  List<String> evidence(Match match) {
    return rule.evidence().stream()
        .filter(clause -> match.holds(facts, clause))
        .map(clause -> text(clause, match))
        .toList();
  }
}
