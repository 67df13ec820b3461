package dev.pulse.reporter.bottleneck;

import dev.pulse.reporter.run.TimelinePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Symptoms in how the figures move with time or load. */
final class TrendSymptoms {
  /** Stretches that a held stage is cut into to see a trend. */
  private static final int STRETCHES = 6;

  private static final int INTERVALS_PER_STRETCH = 5;
  private static final double GROWTH = 1.5;

  /** Of the 15 pairs of stretches, how many at most may stand in falling order. */
  private static final int FALLING_PAIRS = 1;

  /** Growth below this share of the bound is not worth a finding. */
  private static final double WORTH = 0.1;

  private static final int LEAST_VUS = 10;
  private static final int LEAST_INTERVALS = 5;

  /** Twice the VUs should come near twice the rate; less than this is flat. */
  private static final double FLAT = 1.15;

  private TrendSymptoms() {}

  static List<Finding> flatThroughput(Evidence evidence) {
    int most = evidence.timeline().stream().mapToInt(TimelinePoint::vus).max().orElse(0);
    List<TimelinePoint> half = points(evidence, p -> inShare(p, most, 0.4, 0.6));
    List<TimelinePoint> full = points(evidence, p -> inShare(p, most, 0.9, 1));
    if (most < LEAST_VUS || half.size() < LEAST_INTERVALS || full.size() < LEAST_INTERVALS) {
      return List.of();
    }
    double vusRatio = mean(full, TimelinePoint::vus) / mean(half, TimelinePoint::vus);
    double rateAtHalf = mean(half, TimelinePoint::ratePerSecond);
    double rateAtFull = mean(full, TimelinePoint::ratePerSecond);
    if (rateAtHalf <= 0 || rateAtFull >= FLAT * rateAtHalf) {
      return List.of();
    }
    String figures =
        "with "
            + Math.round(mean(half, TimelinePoint::vus))
            + " VUs "
            + Figure.rate(rateAtHalf)
            + ", with "
            + Math.round(mean(full, TimelinePoint::vus))
            + " VUs "
            + Figure.rate(rateAtFull)
            + ": "
            + Figure.ratio(vusRatio)
            + " times the users, "
            + Figure.ratio(rateAtFull / rateAtHalf)
            + " times the requests";
    return List.of(flat(evidence, figures, evidence.when(p -> inShare(p, most, 0.9, 1))));
  }

  private static Finding flat(Evidence evidence, String figures, List<Span> spans) {
    return new Finding(
        "throughput-flat",
        "Throughput no longer grows with the users",
        figures,
        spans,
        List.of(),
        "A resource is saturated and requests queue for it. "
            + (evidence.has(Resource.CPU)
                ? "CPU, connections and locks are in the table of resources; a rule above may"
                    + " name it."
                : "Which one cannot be told: resources were not measured."),
        "Find the saturated resource (CPU of the API, connection pool, database, lock) and widen it"
            + " or use less of it.",
        "In the intervals named one resource stands at its limit; after the change the rate grows"
            + " with the users again.");
  }

  private static boolean inShare(TimelinePoint point, int most, double from, double to) {
    return point.vus() >= from * most && point.vus() <= to * most;
  }

  private static List<TimelinePoint> points(Evidence evidence, Predicate<TimelinePoint> wanted) {
    return evidence.timeline().stream().filter(wanted).toList();
  }

  private static double mean(List<TimelinePoint> points, ToDoubleFunction<TimelinePoint> value) {
    return points.stream().mapToDouble(value).average().orElse(0);
  }

  static List<Finding> growingLatency(Evidence evidence) {
    var findings = new ArrayList<Finding>();
    for (Span hold : evidence.holds()) {
      List<TimelinePoint> points = evidence.within(hold);
      if (points.size() >= STRETCHES * INTERVALS_PER_STRETCH) {
        long[] p99 = stretches(evidence, points);
        if (grows(p99, WORTH * evidence.limits().p99AcceptanceMicros())) {
          findings.add(growing(evidence, hold, p99));
        }
      }
    }
    return findings;
  }

  private static long[] stretches(Evidence evidence, List<TimelinePoint> points) {
    long[] p99 = new long[STRETCHES];
    for (int i = 0; i < STRETCHES; i++) {
      var first = points.get(i * points.size() / STRETCHES);
      var last = points.get((i + 1) * points.size() / STRETCHES - 1);
      p99[i] = evidence.between(first, last).response().valueAtPercentile(99);
    }
    return p99;
  }

  private static boolean grows(long[] p99, double leastGrowth) {
    int falling = 0;
    for (int i = 0; i < p99.length; i++) {
      for (int j = i + 1; j < p99.length; j++) {
        falling += p99[j] <= p99[i] ? 1 : 0;
      }
    }
    long first = p99[0];
    long last = p99[p99.length - 1];
    return falling <= FALLING_PAIRS && last >= GROWTH * first && last - first >= leastGrowth;
  }

  private static Finding growing(Evidence evidence, Span hold, long[] p99) {
    return new Finding(
        "latency-growing",
        "Response time grows at constant load",
        "p99 from "
            + Figure.time(p99[0])
            + " in the first sixth of the stage to "
            + Figure.time(p99[p99.length - 1])
            + " in the last",
        List.of(hold),
        List.of(),
        "Something accumulates: a memory leak, a growing table or queue, a cache that fills."
            + (evidence.has(Resource.MEMORY)
                ? " Whether memory grew is in the table of resources."
                : " Memory was not measured, so which cannot be told."),
        "Profile memory at the beginning and the end of the stage; look at the size of tables and"
            + " queues that the scenario writes to.",
        "A run of twice the duration shows twice the growth; after the change p99 stays level.");
  }
}
