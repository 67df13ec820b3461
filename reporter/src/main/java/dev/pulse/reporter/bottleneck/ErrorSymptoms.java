package dev.pulse.reporter.bottleneck;

import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.v1.ValueCount;
import dev.pulse.reporter.run.SeriesFigures;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/** Symptoms in what failed. */
final class ErrorSymptoms {
  /** Share of the errors from which on a kind decides the likely cause. */
  private static final double MOST = 0.5;

  private static final List<Reading> READINGS =
      List.of(
          new Reading(
              "refused, reset or closed connections",
              figures ->
                  figures.outcome(Outcome.CONNECTION_REFUSED)
                      + figures.outcome(Outcome.CONNECTION_RESET)
                      + figures.outcome(Outcome.CONNECTION_CLOSED),
              "The target, or what stands before it, does not take or keep connections: down,"
                  + " restarting, or its backlog is full.",
              "See whether the API restarted or was scaled in these intervals; raise its backlog"
                  + " and open-file limits.",
              "The restarts or limits coincide with the intervals named; after the change no"
                  + " connection is refused or reset."),
          new Reading(
              "answers 401 or 403",
              figures -> statuses(figures, status -> status == 401 || status == 403),
              "Authentication fails: test users missing, token expired, or the secret is not set.",
              "Verify the test users (pulse users verify), and the secret and token lifetime of the"
                  + " API.",
              "One login by hand with curl answers 200 and its token is accepted."),
          new Reading(
              "answers 429",
              figures -> statuses(figures, status -> status == 429),
              "A rate limit stands before the API.",
              "Raise the limit for the test's address or tenants, or test below it.",
              "The limiter's own count of refusals equals that of the report."),
          new Reading(
              "answers 4xx",
              figures -> statuses(figures, status -> status >= 400 && status < 500),
              "The requests themselves are refused: test data, path or payload do not fit the API.",
              "Send one of the failing requests by hand and read the answer.",
              "The corrected request answers as expected in a smoke run."),
          new Reading(
              "answers 5xx and time-outs",
              figures ->
                  figures.outcome(Outcome.TIMEOUT) + statuses(figures, status -> status >= 500),
              "Database connections exhausted is the most common cause.",
              "A larger connection pool, within what the database allows; shorter transactions.",
              "Active connections (pg_stat_activity) stand at the pool's size in the intervals"
                  + " named, and the API's log names the pool; after the change they stay below."));

  private ErrorSymptoms() {}

  private record Reading(String kind, Count count, String cause, String solution, String proof) {}

  private interface Count {
    long in(SeriesFigures figures);
  }

  static List<Finding> aboveBound(Evidence evidence) {
    SeriesFigures all = evidence.all();
    double bound = evidence.limits().errorRateAcceptance();
    if (all.errors() == 0 || all.errorRate() < bound) {
      return List.of();
    }
    Reading reading = reading(all);
    return List.of(
        new Finding(
            "errors-above-bound",
            "Errors above their bound",
            Figure.percent(all.errorRate())
                + " of the requests failed ("
                + Figure.count(all.errors())
                + " of "
                + Figure.count(all.executed())
                + "), bound "
                + Figure.percent(bound)
                + "; mostly "
                + reading.kind,
            evidence.when(point -> point.executed() > 0 && point.errorRate() >= bound),
            failing(evidence, bound),
            reading.cause,
            reading.solution,
            reading.proof));
  }

  private static Reading reading(SeriesFigures all) {
    for (Reading reading : READINGS) {
      if (reading.count.in(all) >= MOST * all.errors()) {
        return reading;
      }
    }
    return new Reading(
        "several kinds, see the table of errors",
        figures -> 0,
        "No kind of error makes up half of them, so no single cause is likely.",
        "Take the kinds one by one, the most frequent first.",
        "Each kind is gone from the table of errors in the next run.");
  }

  private static long statuses(SeriesFigures figures, IntPredicate wanted) {
    return figures.statuses().stream()
        .filter(status -> wanted.test(status.getValue()))
        .mapToLong(ValueCount::getCount)
        .sum();
  }

  private static List<String> failing(Evidence evidence, double bound) {
    return evidence.requests().stream()
        .filter(request -> evidence.ofRequest(request).errors() > 0)
        .filter(request -> evidence.ofRequest(request).errorRate() >= bound)
        .sorted(
            Comparator.comparingDouble((String request) -> evidence.ofRequest(request).errorRate())
                .reversed())
        .toList();
  }
}
