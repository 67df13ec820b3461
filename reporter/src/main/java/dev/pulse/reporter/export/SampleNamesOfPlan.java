package dev.pulse.reporter.export;

import dev.pulse.protocol.v1.CheckPlan;
import dev.pulse.protocol.v1.RequestPlan;
import dev.pulse.reporter.run.RunData;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a sample does not carry itself: method, path and check names of its request, and the day.
 */
final class SampleNamesOfPlan {
  private static final RequestPlan UNKNOWN = RequestPlan.getDefaultInstance();

  private final String target;
  private final Optional<Instant> start;
  private final Map<String, RequestPlan> requests = new HashMap<>();

  SampleNamesOfPlan(RunData data) {
    this.target = data.plan().getTarget();
    this.start = data.startedAt();
    data.plan().getRequestsList().forEach(request -> requests.put(request.getName(), request));
  }

  String method(String request) {
    return requests.getOrDefault(request, UNKNOWN).getMethod();
  }

  /** Origin and path template: what a URL was made of is in no sample. */
  String url(String request) {
    return target + requests.getOrDefault(request, UNKNOWN).getPath();
  }

  /** Names of the request's checks, in the order of the bits. */
  List<String> checks(String request) {
    return requests.getOrDefault(request, UNKNOWN).getChecksList().stream()
        .map(CheckPlan::getName)
        .toList();
  }

  /** A time of the run clock, microseconds, as ISO 8601 in UTC; of an unknown start, from 1970. */
  String time(long runMicros) {
    return start.orElse(Instant.EPOCH).plus(runMicros, ChronoUnit.MICROS).toString();
  }
}
