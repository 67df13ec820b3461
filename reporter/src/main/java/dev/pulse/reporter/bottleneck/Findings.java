package dev.pulse.reporter.bottleneck;

import dev.pulse.reporter.bottleneck.Finding.StatementTime;
import dev.pulse.reporter.bottleneck.RuleOutcome.State;
import dev.pulse.reporter.run.ResourceSeries;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes findings of matches: how sure each is, what it follows from, and which comes first. */
final class Findings {
  private static final int MOST_STATEMENTS = 3;
  private static final int MOST_MOVEMENTS = 5;

  /** Share of a finding's moments that another must cover to explain it. */
  private static final double COVERS = 0.5;

  private final Facts facts;
  private final Map<Rule, Trial.Result> results;
  private final Map<Rule, Match> matches = new LinkedHashMap<>();
  private final Map<Rule, Sureness> sureness = new LinkedHashMap<>();
  private final List<Movement> movements;
  private final Trouble trouble;

  Findings(Facts facts, Map<Rule, Trial.Result> results) {
    this.facts = facts;
    this.results = results;
    this.trouble = new Trouble(facts);
    results.forEach((rule, result) -> result.match().ifPresent(match -> matches.put(rule, match)));
    this.movements = matches.isEmpty() ? List.of() : new Movements(facts).significant();
    matches.forEach((rule, match) -> sureness.put(rule, sureness(rule, match)));
  }

  List<Finding> inOrder() {
    return matches.keySet().stream().map(this::finding).sorted(Finding.BY_EXPECTED_EFFECT).toList();
  }

  private Sureness sureness(Rule rule, Match match) {
    if (!new Trial(facts, rule).evidence(match).isEmpty()) {
      return Sureness.CERTAIN;
    }
    boolean hasResources = rule.when().stream().anyMatch(c -> !c.measure().isOfScope());
    return hasResources || !moved(rule).isEmpty() ? Sureness.LIKELY : Sureness.POSSIBLE;
  }

  /** Its own series that moved with latency in the direction that makes trouble. */
  private List<Movement> moved(Rule rule) {
    var moved = new ArrayList<Movement>();
    for (Measure measure : rule.series()) {
      List<ResourceSeries> parts = measure.parts().of(facts);
      movements.stream()
          .filter(movement -> parts.contains(movement.series()))
          .filter(movement -> (movement.rho() > 0) != measure.isLowWorse())
          .forEach(moved::add);
    }
    return moved;
  }

  private Finding finding(Rule rule) {
    Match match = matchOf(rule);
    List<String> explainedBy = explainedBy(rule, match);
    List<StatementTime> statements = statements(match);
    return new Finding(
        rule.id(),
        rule.title(),
        rule.namesCause(),
        explainedBy.isEmpty() ? sure(rule) : Sureness.POSSIBLE,
        explainedBy,
        results.getOrDefault(rule, NONE).note(),
        new Trial(facts, rule).evidence(match),
        ruledOut(rule),
        match.spans(),
        requests(match),
        shown(rule),
        statements,
        key(rule),
        trouble.coveredBy(match),
        cause(rule, explainedBy, statements),
        filled(rule.solution(), statements),
        filled(rule.proof(), statements),
        filled(rule.retest(), statements));
  }

  /** Figures of the load that are the same whichever request is looked at. */
  private static final Set<String> OF_ALL_REQUESTS = Set.of("vus_share", "generator_late_share");

  private static final Trial.Result NONE =
      new Trial.Result(State.NOT_OBSERVED, "", Optional.empty());

  private Sureness sure(Rule rule) {
    return sureness.getOrDefault(rule, Sureness.POSSIBLE);
  }

  private String filled(String text, List<StatementTime> statements) {
    return Texts.filled(text, facts.criteria(), statements);
  }

  /**
   * Of a cause, those that its rule names as its own causes and that are found in its time, at
   * least as sure; of a bare symptom, every root cause in its time.
   */
  private List<String> explainedBy(Rule rule, Match match) {
    return matches.entrySet().stream()
        .filter(other -> isCauseOf(rule, other.getKey()))
        .filter(other -> match.overlap(facts, other.getValue()) >= COVERS)
        .map(other -> other.getKey().id())
        .toList();
  }

  private boolean isCauseOf(Rule rule, Rule other) {
    if (rule.namesCause()) {
      return rule.consequenceOf().contains(other.id()) && sure(other).isAtLeast(sure(rule));
    }
    return other.namesCause() && explainedBy(other, matchOf(other)).isEmpty();
  }

  private Match matchOf(Rule rule) {
    return matches.getOrDefault(rule, new Match(rule, List.of(), new BitSet(), List.of()));
  }

  private String cause(Rule rule, List<String> explainedBy, List<StatementTime> statements) {
    if (explainedBy.isEmpty()) {
      return filled(rule.cause(), statements) + (rule.namesCause() ? "" : notMeasured());
    }
    String others = String.join(", ", explainedBy);
    return rule.namesCause()
        ? "Likely a consequence of " + others + ". " + filled(rule.cause(), statements)
        : "See " + others + ".";
  }

  /** What would have to be measured for other rules to speak. */
  private String notMeasured() {
    var missing =
        results.values().stream()
            .filter(result -> result.state() == State.NO_EVIDENCE)
            .map(result -> result.note().replace(" was not measured", ""))
            .distinct()
            .toList();
    return missing.isEmpty() ? "" : " Not measured: " + String.join(", ", missing) + ".";
  }

  private List<String> ruledOut(Rule rule) {
    return results.entrySet().stream()
        .filter(result -> !result.getKey().id().equals(rule.id()) && result.getKey().namesCause())
        .filter(result -> result.getValue().state() == State.RULED_OUT)
        .map(result -> result.getKey().id() + ": " + result.getValue().note())
        .toList();
  }

  /** Of its own series; of a bare symptom all. */
  private List<Movement> shown(Rule rule) {
    List<Movement> own = rule.namesCause() ? moved(rule) : movements;
    return own.subList(0, Math.min(MOST_MOVEMENTS, own.size()));
  }

  private Optional<ResourceSeries> key(Rule rule) {
    List<Movement> moved = shown(rule);
    if (!moved.isEmpty()) {
      return Optional.of(moved.get(0).series());
    }
    return rule.series().stream().flatMap(measure -> facts.worstPart(measure).stream()).findFirst();
  }

  /** A cause whose texts name the statement, and a bare symptom. */
  private static boolean asksForStatements(Rule rule) {
    return !rule.namesCause()
        || (rule.cause() + rule.solution() + rule.proof()).contains(Texts.STATEMENT);
  }

  private List<StatementTime> statements(Match match) {
    if (match.spans().isEmpty() || !asksForStatements(match.rule())) {
      return List.of();
    }
    double response = facts.responseMicros(match.spans());
    return facts.statements(match.spans()).stream()
        .limit(MOST_STATEMENTS)
        .map(
            one ->
                new StatementTime(
                    one.text(),
                    Math.round(one.calls()),
                    one.meanMillis() * 1_000,
                    response == 0 ? 0 : one.totalMillis() * 1_000 / response))
        .toList();
  }

  /** The requests that its figures of the load hold for by themselves, worst first. */
  private List<String> requests(Match match) {
    List<Condition> asking =
        match.rule().when().stream()
            .filter(c -> c.measure().kind() == Measure.Kind.LOAD && c.operator().asksForMore())
            .filter(c -> c.measure().unit() != Unit.NUMBER)
            .filter(c -> !OF_ALL_REQUESTS.contains(c.measure().name()))
            .toList();
    List<Scope> found = match.scopes().stream().filter(s -> !s.request().isEmpty()).toList();
    if (asking.isEmpty()) {
      return found.stream().map(Scope::request).toList();
    }
    Condition first = asking.get(0);
    List<Scope> candidates = found.isEmpty() ? facts.requests() : found;
    return candidates.stream()
        .filter(request -> asking.stream().allMatch(c -> holds(c, match, request)))
        .sorted(
            Comparator.comparingDouble((Scope request) -> value(first, match, request)).reversed())
        .map(Scope::request)
        .toList();
  }

  private boolean holds(Condition condition, Match match, Scope request) {
    return condition
        .operator()
        .holds(value(condition, match, request), condition.bound().in(facts.criteria()));
  }

  private double value(Condition condition, Match match, Scope request) {
    Scope scope = match.scopes().get(0);
    var narrowed =
        new Scope(
            request.name(),
            scope.selection().ofRequest(request.request()),
            request.request(),
            scope.fromMicros(),
            scope.toMicros());
    return condition.measure().ofScope().in(facts, narrowed).orElse(Double.NaN);
  }
}
