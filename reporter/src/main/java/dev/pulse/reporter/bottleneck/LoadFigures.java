package dev.pulse.reporter.bottleneck;

import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.v1.NameCount;
import dev.pulse.reporter.run.SeriesFigures;
import dev.pulse.reporter.run.TimelinePoint;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

/** Figures that come from the requests: how they are worked out. */
final class LoadFigures {
  /** Fewer samples do not carry a p99.9. */
  private static final long P999_SAMPLES = 1_000;

  /** Stretches that a held stage is cut into to see a trend. */
  private static final int STRETCHES = 6;

  private static final int INTERVALS_PER_STRETCH = 5;

  /** Of the 15 pairs of stretches, how many at most may stand in falling order. */
  private static final int FALLING_PAIRS = 1;

  /** The kind of error that an unexpected status is. */
  private static final Pattern HTTP = Pattern.compile("HTTP \\d{3}");

  /** VUs at the end of a stage over those at its beginning that still count as level. */
  private static final double LEVEL = 1.1;

  private static final int LEAST_VUS = 10;
  private static final int LEAST_INTERVALS = 5;

  private LoadFigures() {}

  static OptionalDouble percentile(Facts facts, Scope scope, double percentile) {
    var response = facts.figures(scope).response();
    boolean isCarried = response.count() >= (percentile > 99 ? P999_SAMPLES : 1);
    return isCarried
        ? OptionalDouble.of((double) response.valueAtPercentile(percentile))
        : OptionalDouble.empty();
  }

  static Measure.OfMoment at(ToDoubleFunction<TimelinePoint> figure) {
    return (facts, scope, moment) -> {
      var point = facts.point(scope, moment);
      return point == null || point.executed() == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(figure.applyAsDouble(point));
    };
  }

  static OptionalDouble errorRate(Facts facts, Scope scope) {
    SeriesFigures figures = facts.figures(scope);
    return figures.executed() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(figures.errorRate());
  }

  static OptionalDouble rate(Facts facts, Scope scope) {
    long length = facts.lengthMicros(scope);
    return length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(facts.figures(scope).executed() * 1e6 / length);
  }

  static OptionalDouble mostVus(Facts facts, Scope scope) {
    return facts.within(scope).stream().mapToDouble(TimelinePoint::vus).max();
  }

  /** VUs at a moment as a share of the most at once. */
  static OptionalDouble vusShare(Facts facts, Scope scope, int moment) {
    double most = facts.mostVus();
    return most <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(facts.timeline().get(moment).vus() / most);
  }

  /** What a kind of failure makes up of all failures; nothing where nothing failed. */
  static Measure.OfScope errorShare(ToLongFunction<SeriesFigures> kind) {
    return (facts, scope) -> {
      SeriesFigures figures = facts.figures(scope);
      return OptionalDouble.of(
          figures.errors() == 0 ? 0 : (double) kind.applyAsLong(figures) / figures.errors());
    };
  }

  static ToLongFunction<SeriesFigures> outcomes(Outcome... outcomes) {
    return figures -> List.of(outcomes).stream().mapToLong(figures::outcome).sum();
  }

  /** Answers whose status made the request fail; one that the scenario expects is no error. */
  static ToLongFunction<SeriesFigures> unexpectedStatuses(IntPredicate wanted) {
    return figures ->
        figures.errorKinds().stream()
            .filter(kind -> HTTP.matcher(kind.getName()).matches())
            .filter(kind -> wanted.test(Integer.parseInt(kind.getName().substring(5))))
            .mapToLong(NameCount::getCount)
            .sum();
  }

  /**
   * The VUs at their most over those at half of it; empty where there is no such pair. 1 in the
   * open model: there VUs follow from latency, and tell nothing of the load.
   */
  static OptionalDouble vusGrowth(Facts facts, Scope scope) {
    return growth(facts, scope, TimelinePoint::vus);
  }

  /** The request rate with the most VUs over that with half of them. */
  static OptionalDouble throughputGrowth(Facts facts, Scope scope) {
    return growth(facts, scope, TimelinePoint::ratePerSecond);
  }

  private static OptionalDouble growth(
      Facts facts, Scope scope, ToDoubleFunction<TimelinePoint> value) {
    if (facts.isOpen()) {
      return OptionalDouble.of(1);
    }
    int most = facts.within(scope).stream().mapToInt(TimelinePoint::vus).max().orElse(0);
    var half = points(facts, scope, p -> p.vus() >= 0.4 * most && p.vus() <= 0.6 * most);
    var full = points(facts, scope, p -> p.vus() >= 0.9 * most);
    if (most < LEAST_VUS || half.size() < LEAST_INTERVALS || full.size() < LEAST_INTERVALS) {
      return OptionalDouble.empty();
    }
    double before = half.stream().mapToDouble(value).average().orElse(0);
    double after = full.stream().mapToDouble(value).average().orElse(0);
    return before <= 0 ? OptionalDouble.empty() : OptionalDouble.of(after / before);
  }

  private static List<TimelinePoint> points(
      Facts facts, Scope scope, Predicate<TimelinePoint> wanted) {
    return facts.within(scope).stream().filter(wanted).toList();
  }

  /**
   * p99 at the end of a scope over that at its beginning; 1 where it did not grow all along, or the
   * load grew meanwhile.
   */
  static OptionalDouble p99Growth(Facts facts, Scope scope) {
    long[] p99 = stretches(facts, scope);
    if (p99.length == 0 || p99[0] == 0) {
      return OptionalDouble.empty();
    }
    boolean grows = isLevel(facts, scope) && growsAllAlong(p99);
    return OptionalDouble.of(grows ? (double) p99[STRETCHES - 1] / p99[0] : 1);
  }

  /** The same as a difference; 0 in place of 1. */
  static OptionalDouble p99Gain(Facts facts, Scope scope) {
    long[] p99 = stretches(facts, scope);
    if (p99.length == 0) {
      return OptionalDouble.empty();
    }
    boolean grows = isLevel(facts, scope) && growsAllAlong(p99);
    return OptionalDouble.of((double) (grows ? p99[STRETCHES - 1] - p99[0] : 0));
  }

  /** Whether no other scenario put more load on meanwhile; in the open model VUs do not tell. */
  private static boolean isLevel(Facts facts, Scope scope) {
    List<TimelinePoint> points = facts.within(scope);
    int third = points.size() / 3;
    double before =
        points.subList(0, third).stream().mapToInt(TimelinePoint::vus).average().orElse(0);
    double after =
        points.subList(points.size() - third, points.size()).stream()
            .mapToInt(TimelinePoint::vus)
            .average()
            .orElse(0);
    return facts.isOpen() || after <= LEVEL * before;
  }

  private static long[] stretches(Facts facts, Scope scope) {
    List<TimelinePoint> points = facts.within(scope);
    if (points.size() < STRETCHES * INTERVALS_PER_STRETCH) {
      return new long[0];
    }
    long[] p99 = new long[STRETCHES];
    for (int i = 0; i < STRETCHES; i++) {
      var first = points.get(i * points.size() / STRETCHES);
      var last = points.get((i + 1) * points.size() / STRETCHES - 1);
      p99[i] = facts.between(scope, first, last).response().valueAtPercentile(99);
    }
    return p99;
  }

  private static boolean growsAllAlong(long[] p99) {
    int falling = 0;
    for (int i = 0; i < p99.length; i++) {
      for (int j = i + 1; j < p99.length; j++) {
        falling += p99[j] <= p99[i] ? 1 : 0;
      }
    }
    return falling <= FALLING_PAIRS;
  }

  /**
   * What a request makes up of those slower than the p99 of all; of the scope of all requests, what
   * the one with most of them makes up. Empty where there is one request only.
   */
  static OptionalDouble tailShare(Facts facts, Scope scope) {
    return shareSlowerThan(1, facts, scope);
  }

  /**
   * The same of those slower than twice the p99 of all: a pause of everything hits all requests
   * alike, also there.
   */
  static OptionalDouble farTailShare(Facts facts, Scope scope) {
    return shareSlowerThan(2, facts, scope);
  }

  private static OptionalDouble shareSlowerThan(int timesP99, Facts facts, Scope scope) {
    if (facts.requestNames().size() < 2) {
      return OptionalDouble.empty();
    }
    if (scope.request().isEmpty()) {
      return facts.requests().stream().mapToDouble(one -> tail(timesP99, facts, one)).max();
    }
    return OptionalDouble.of(tail(timesP99, facts, scope));
  }

  private static double tail(int timesP99, Facts facts, Scope request) {
    var all = facts.figures(facts.whole()).response();
    long bound = all.count() == 0 ? 0 : timesP99 * all.valueAtPercentile(99);
    long tail = all.countAbove(bound);
    return tail == 0 ? 0 : (double) facts.figures(request).response().countAbove(bound) / tail;
  }

  /** A request's share of the tail over its share of the load. */
  static OptionalDouble tailExcess(Facts facts, Scope scope) {
    return facts.requestNames().size() < 2 || scope.request().isEmpty()
        ? OptionalDouble.empty()
        : excess(1, facts, scope);
  }

  /** The same of the far tail; of the scope of all requests, of the one with most of it. */
  static OptionalDouble farTailExcess(Facts facts, Scope scope) {
    if (facts.requestNames().size() < 2) {
      return OptionalDouble.empty();
    }
    if (scope.request().isEmpty()) {
      return facts.requests().stream()
          .max(Comparator.comparingDouble(one -> tail(2, facts, one)))
          .map(most -> excess(2, facts, most))
          .orElse(OptionalDouble.empty());
    }
    return excess(2, facts, scope);
  }

  private static OptionalDouble excess(int timesP99, Facts facts, Scope request) {
    double own = facts.figures(request).response().count();
    double all = facts.figures(facts.whole()).response().count();
    return own == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(tail(timesP99, facts, request) * all / own);
  }
}
