package dev.pulse.reporter.bottleneck;

import dev.pulse.protocol.LatencyHistogram;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Symptoms in the percentiles of response time. */
final class LatencySymptoms {
  private static final long OUTLIER_P99_MICROS = 400_000;
  private static final long OUTLIER_P999_MICROS = 1_000_000;

  /** Fewer samples do not carry a p99.9. */
  private static final long P999_SAMPLES = 1_000;

  /** Share of the tail from which on one request makes it up. */
  private static final double DOMINATES = 0.7;

  private LatencySymptoms() {}

  static List<Finding> aboveBound(Evidence evidence) {
    long bound = evidence.limits().p99AcceptanceMicros();
    List<String> slow = slowerThan(evidence, 99, bound);
    long p99 = evidence.all().response().valueAtPercentile(99);
    if (p99 < bound && slow.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Finding(
            "latency-above-bound",
            "Response time above its bound",
            "p99 "
                + Figure.time(p99)
                + " over all requests, bound "
                + Figure.time(bound)
                + figures(evidence, slow, 99),
            evidence.when(point -> point.executed() > 0 && point.p99Micros() >= bound),
            slow,
            causeOfLatency(evidence),
            "Look at the slowest requests and their trace ids first. Slow queries: indexes, query"
                + " optimisation. Too few pods: raise the autoscaler's maxReplicas, add resources.",
            "Watch the CPU of the API and the slowest queries (pg_stat_statements) in the intervals"
                + " named; after the change, p99 of the same scenario is below "
                + Figure.time(bound)
                + "."));
  }

  private static String causeOfLatency(Evidence evidence) {
    if (!evidence.has(Resource.CPU)) {
      return "Not narrowed down: CPU was not measured. With CPU below 50 % slow database queries"
          + " are likely, with CPU above 80 % too few API pods.";
    }
    var found = new ArrayList<Finding>(ResourceSymptoms.slowQueries(evidence));
    found.addAll(ResourceSymptoms.tooFewPods(evidence));
    return found.isEmpty()
        ? "Not narrowed down: neither CPU nor the database's statements account for it."
        : "See " + found.get(0).rule() + ".";
  }

  static List<Finding> outliers(Evidence evidence) {
    List<String> requests =
        evidence.requests().stream()
            .filter(request -> hasOutliers(evidence.ofRequest(request).response()))
            .toList();
    if (requests.isEmpty() && !hasOutliers(evidence.all().response())) {
      return List.of();
    }
    return List.of(
        new Finding(
            "outliers",
            "Outliers far above the 99th percentile",
            "p99 "
                + Figure.time(evidence.all().response().valueAtPercentile(99))
                + ", p99.9 "
                + Figure.time(evidence.all().response().valueAtPercentile(99.9))
                + " over all requests, bound for p99.9 "
                + Figure.time(OUTLIER_P999_MICROS)
                + figures(evidence, requests, 99.9),
            evidence.when(p -> p.executed() > 0 && p.p99Micros() > OUTLIER_P99_MICROS),
            requests,
            "Outlier queries: N+1 queries, or results that are sometimes very large.",
            "Cache what is read often; page through large results; load what belongs together in"
                + " one query.",
            "Find the slowest samples by trace id and compare their number of queries and size of"
                + " result with a fast one; after the change p99.9 is below "
                + Figure.time(OUTLIER_P999_MICROS)
                + "."));
  }

  private static boolean hasOutliers(LatencyHistogram response) {
    return response.count() >= P999_SAMPLES
        && response.valueAtPercentile(99) <= OUTLIER_P99_MICROS
        && response.valueAtPercentile(99.9) > OUTLIER_P999_MICROS;
  }

  static List<Finding> dominatingRequest(Evidence evidence) {
    LatencyHistogram all = evidence.all().response();
    long p99 = all.valueAtPercentile(99);
    long tail = all.countAbove(p99);
    if (evidence.requests().size() < 2 || tail == 0 || p99 < evidence.limits().p99IdealMicros()) {
      return List.of();
    }
    return evidence.requests().stream()
        .filter(request -> dominates(evidence.ofRequest(request).response(), all, p99))
        .map(request -> dominating(evidence, request, p99, tail))
        .toList();
  }

  private static boolean dominates(LatencyHistogram request, LatencyHistogram all, long p99) {
    double shareOfTail = (double) request.countAbove(p99) / all.countAbove(p99);
    double shareOfLoad = (double) request.count() / all.count();
    return shareOfTail >= DOMINATES && shareOfTail >= 2 * shareOfLoad;
  }

  private static Finding dominating(Evidence evidence, String request, long p99, long tail) {
    LatencyHistogram own = evidence.ofRequest(request).response();
    double shareOfTail = (double) own.countAbove(p99) / tail;
    double shareOfLoad = (double) own.count() / evidence.all().response().count();
    return new Finding(
        "dominating-request",
        "One request makes up the tail",
        Figure.percent(shareOfTail)
            + " of the requests above the overall p99 ("
            + Figure.time(p99)
            + ") but "
            + Figure.percent(shareOfLoad)
            + " of all requests; its own p99 is "
            + Figure.time(own.valueAtPercentile(99)),
        evidence.when(point -> point.executed() > 0 && point.p99Micros() >= p99),
        List.of(request),
        "What this request does and the others do not: its queries, its size, a lock that it"
            + " takes.",
        "Optimise this request first; the others gain nothing before.",
        "Run the scenario without this request: the overall p99 falls to that of the others.");
  }

  private static List<String> slowerThan(Evidence evidence, double percentile, long bound) {
    return evidence.requests().stream()
        .filter(request -> at(evidence, request, percentile) >= bound)
        .sorted(
            Comparator.comparingLong((String request) -> at(evidence, request, percentile))
                .reversed())
        .toList();
  }

  private static long at(Evidence evidence, String request, double percentile) {
    return evidence.ofRequest(request).response().valueAtPercentile(percentile);
  }

  private static String figures(Evidence evidence, List<String> requests, double percentile) {
    var text = new StringBuilder();
    for (String request : requests.subList(0, Math.min(3, requests.size()))) {
      text.append("; ").append(request).append(' ');
      text.append(Figure.time(at(evidence, request, percentile)));
    }
    return text.toString();
  }
}
