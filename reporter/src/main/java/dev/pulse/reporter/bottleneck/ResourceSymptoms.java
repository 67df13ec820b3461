package dev.pulse.reporter.bottleneck;

import java.util.List;

/** Symptoms in what the system under test used while it was slow. */
final class ResourceSymptoms {
  private static final double IDLE_CPU = 0.5;
  private static final double BUSY_CPU = 0.8;
  private static final double FULL_MEMORY = Limits.MEMORY;

  /** With less of all response time in the database, its statements are not what is slow. */
  private static final double DATABASE_SHARE = 0.2;

  /** Unless so many of its connections are busy: what queues for them waits outside of it. */
  private static final double BUSY_CONNECTIONS = 0.5;

  private ResourceSymptoms() {}

  static List<Finding> slowQueries(Evidence evidence) {
    var spans = slow(evidence);
    var cpu = evidence.used(Resource.CPU, spans);
    if (cpu.isEmpty() || cpu.getAsDouble() >= IDLE_CPU) {
      return List.of();
    }
    var statements = evidence.statements();
    double share = databaseShare(evidence);
    double busy = evidence.busyConnections();
    double connections = evidence.connections().orElse(Double.POSITIVE_INFINITY);
    boolean isSaturated = busy >= BUSY_CONNECTIONS * connections;
    if (!statements.isEmpty() && share < DATABASE_SHARE && !isSaturated) {
      return List.of();
    }
    String figures = latency(evidence) + "; CPU meanwhile " + Figure.percent(cpu.getAsDouble());
    String cause =
        "Slow database queries are likely; PostgreSQL's statements were not measured, so which"
            + " ones cannot be told.";
    if (!statements.isEmpty()) {
      var slowest = statements.get(0);
      figures +=
          "; "
              + Figure.percent(share)
              + " of all response time was spent in the database's statements";
      if (isSaturated) {
        figures +=
            ", which kept "
                + Figure.ratio(busy)
                + " of its "
                + Figure.ratio(connections)
                + " connections busy: the rest was waiting for one";
      }
      cause =
          "Slow database queries. Most time went into: "
              + slowest.text()
              + " ("
              + Figure.count(slowest.calls())
              + " calls, "
              + Figure.time(Math.round(slowest.totalMillis() * 1_000 / slowest.calls()))
              + " each).";
    }
    return List.of(
        new Finding(
            "slow-queries",
            "Slow database queries",
            figures,
            spans,
            List.of(),
            cause,
            "Indexes and query optimisation, the statement with most time first (EXPLAIN ANALYZE).",
            "After the change the statement's mean time falls, and p99 of the same scenario is"
                + " below "
                + Figure.time(evidence.limits().p99AcceptanceMicros())
                + "."));
  }

  static List<Finding> tooFewPods(Evidence evidence) {
    var spans = slow(evidence);
    var cpu = evidence.used(Resource.CPU, spans);
    if (cpu.isEmpty() || cpu.getAsDouble() <= BUSY_CPU) {
      return List.of();
    }
    return List.of(
        new Finding(
            "too-few-pods",
            "API under-provisioned: CPU",
            latency(evidence) + "; CPU meanwhile " + Figure.percent(cpu.getAsDouble()),
            spans,
            List.of(),
            "The API has too little CPU: requests queue for it.",
            "Raise the autoscaler's maxReplicas, or add CPU to each pod; else profile what uses"
                + " it.",
            "With more CPU the same scenario stays below 80 %, and its p99 below "
                + Figure.time(evidence.limits().p99AcceptanceMicros())
                + "."));
  }

  static List<Finding> memory(Evidence evidence) {
    var spans = evidence.above(Resource.MEMORY, FULL_MEMORY);
    if (spans.isEmpty()) {
      return List.of();
    }
    double most = evidence.used(Resource.MEMORY, spans).orElse(FULL_MEMORY);
    return List.of(
        new Finding(
            "memory",
            "Memory above its bound",
            Figure.percent(most) + " meanwhile, bound " + Figure.percent(FULL_MEMORY),
            spans,
            List.of(),
            "A memory leak, or large objects.",
            "Profile memory at the beginning and the end of the run; optimise serialisation.",
            "After the change memory stays level over a run of the same length, below "
                + Figure.percent(FULL_MEMORY)
                + "."));
  }

  /** When p99 was above its bound. */
  private static List<Span> slow(Evidence evidence) {
    long bound = evidence.limits().p99AcceptanceMicros();
    return evidence.when(point -> point.executed() > 0 && point.p99Micros() >= bound);
  }

  private static String latency(Evidence evidence) {
    return "p99 "
        + Figure.time(evidence.all().response().valueAtPercentile(99))
        + " over the whole run, bound "
        + Figure.time(evidence.limits().p99AcceptanceMicros());
  }

  /** Time in the database's statements as a share of all response time. */
  private static double databaseShare(Evidence evidence) {
    double all = evidence.all().response().sumMicros() / 1e3;
    double inside =
        evidence.statements().stream().mapToDouble(Evidence.Statement::totalMillis).sum();
    return all == 0 ? 0 : inside / all;
  }
}
