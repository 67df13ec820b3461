package dev.pulse.reporter.bottleneck;

import dev.pulse.reporter.run.ResponseInterval;
import java.util.List;
import java.util.stream.IntStream;

/** The requests that nobody wants: slower than the bound of p99, or failed. */
final class Trouble {
  private final Facts facts;

  Trouble(Facts facts) {
    this.facts = facts;
  }

  /** What share of them a match covers; of a run that has none, what share of its time. */
  Effect coveredBy(Match match) {
    long all =
        IntStream.range(0, facts.moments().size()).mapToLong(i -> at(facts.whole(), i)).sum();
    if (all == 0) {
      double moments = facts.moments().size();
      return new Effect(moments == 0 ? 0 : match.count() / moments, false);
    }
    List<Scope> scopes = ofItsRequests(match);
    long covered =
        match.moments().stream()
            .mapToLong(i -> scopes.stream().mapToLong(scope -> at(scope, i)).sum())
            .sum();
    return new Effect(Math.min(1, (double) covered / all), true);
  }

  private List<Scope> ofItsRequests(Match match) {
    boolean areAll = match.scopes().stream().anyMatch(scope -> scope.request().isEmpty());
    return areAll ? List.of(facts.whole()) : match.scopes();
  }

  private long at(Scope scope, int moment) {
    ResponseInterval part = facts.response(scope, moment);
    return part == null ? 0 : Math.min(part.executed(), part.errors() + slow(part));
  }

  private long slow(ResponseInterval part) {
    return part.response().countAbove(Math.round(facts.criteria().p99Micros().acceptance()));
  }
}
