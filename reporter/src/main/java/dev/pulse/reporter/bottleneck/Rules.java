package dev.pulse.reporter.bottleneck;

import java.util.List;

/** The rules, in the order in which they are reported. */
final class Rules {
  static final List<Rule> ALL =
      List.of(
          new Rule(
              "slow-queries",
              "p99 above its bound while CPU is below 50 %: slow database queries",
              List.of(Resource.CPU),
              ResourceSymptoms::slowQueries),
          new Rule(
              "too-few-pods",
              "p99 above its bound while CPU is above 80 %: API pods under-provisioned",
              List.of(Resource.CPU),
              ResourceSymptoms::tooFewPods),
          new Rule(
              "latency-above-bound",
              "p99 of response time above its bound",
              List.of(),
              LatencySymptoms::aboveBound),
          new Rule(
              "errors-above-bound",
              "error rate above its bound",
              List.of(),
              ErrorSymptoms::aboveBound),
          new Rule(
              "outliers",
              "p99 at most 400 ms, but p99.9 above 1 s",
              List.of(),
              LatencySymptoms::outliers),
          new Rule(
              "memory",
              "memory above 80 %: leak or large objects",
              List.of(Resource.MEMORY),
              ResourceSymptoms::memory),
          new Rule(
              "throughput-flat",
              "throughput no longer grows with the VUs",
              List.of(),
              TrendSymptoms::flatThroughput),
          new Rule(
              "latency-growing",
              "p99 grows while the load is held",
              List.of(),
              TrendSymptoms::growingLatency),
          new Rule(
              "dominating-request",
              "one request makes up most of the tail",
              List.of(),
              LatencySymptoms::dominatingRequest));

  private Rules() {}
}
