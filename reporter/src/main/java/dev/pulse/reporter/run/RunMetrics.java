package dev.pulse.reporter.run;

import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.LatencyHistogram;
import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.ThresholdExpression;
import dev.pulse.protocol.v1.Heartbeat;
import dev.pulse.protocol.v1.Histogram;
import dev.pulse.protocol.v1.Manifest;
import dev.pulse.protocol.v1.RequestPlan;
import java.util.Optional;

/**
 * The metrics that k6's users know, of a run's data. Names and kinds are those of {@link
 * ThresholdExpression#METRICS}; a request's own latency is its {@code http_req_duration}.
 */
public final class RunMetrics {
  private static final double MICROS_PER_SECOND = 1e6;

  private final RunData data;

  /**
   * How many of how many.
   *
   * @param hits those that are true, 0..total
   * @param total all of them
   */
  public record Share(long hits, long total) {
    /** Hits per total, 0..1; not a number where the total is 0. */
    public double rate() {
      return total == 0 ? Double.NaN : (double) hits / total;
    }

    private Share plus(Share other) {
      return new Share(hits + other.hits, total + other.total);
    }
  }

  /** Metrics of a run as it is known at each call. */
  public RunMetrics(RunData data) {
    this.data = data;
  }

  /**
   * Values of a trend, microseconds; empty where nothing was measured.
   *
   * @throws IllegalArgumentException if no trend has that name
   */
  public LatencyHistogram trend(String metric, Selection selection) {
    if (metric.equals("iteration_duration")) {
      return iterationDuration();
    }
    if (isRequestLatency(metric)) {
      String request =
          metric.substring(0, metric.length() - ThresholdExpression.LATENCY_SUFFIX.length());
      return requestLatency(request, selection);
    }
    var figures = data.figures(selection);
    return switch (metric) {
      case "http_req_duration" -> figures.timing(Timing.DURATION);
      case "http_req_waiting" -> figures.timing(Timing.WAIT);
      case "http_req_receiving" -> figures.timing(Timing.RECEIVE);
      case "http_req_connecting" -> withZeros(figures, Timing.CONNECT);
      case "http_req_tls_handshaking" -> withZeros(figures, Timing.TLS);
      case "response_time" -> figures.timing(Timing.RESPONSE);
      case "service_time" -> figures.timing(Timing.SERVICE);
      default -> throw new IllegalArgumentException("no trend is called " + metric);
    };
  }

  private static boolean isRequestLatency(String metric) {
    return !ThresholdExpression.METRICS.containsKey(metric)
        && metric.endsWith(ThresholdExpression.LATENCY_SUFFIX);
  }

  private LatencyHistogram requestLatency(String request, Selection selection) {
    boolean otherAsked = selection.request() != null && !selection.request().equals(request);
    return otherAsked
        ? LatencyHistogram.EMPTY
        : data.figures(selection.ofRequest(request)).timing(Timing.DURATION);
  }

  /** As k6 has it: a request on a connection that was open already took no time to connect. */
  private static LatencyHistogram withZeros(SeriesFigures figures, Timing timing) {
    var measured = figures.timing(timing);
    long zeros = figures.timing(Timing.DURATION).count() - measured.count();
    if (zeros <= 0) {
      return measured;
    }
    var zero = Histogram.newBuilder().setCount(zeros).addIndexDeltas(0).addCounts(zeros).build();
    return measured.merge(valid(zero));
  }

  private LatencyHistogram iterationDuration() {
    var all = LatencyHistogram.EMPTY;
    for (Manifest manifest : data.manifests()) {
      all = all.merge(valid(manifest.getIterationDuration()));
    }
    return all;
  }

  private static LatencyHistogram valid(Histogram histogram) {
    try {
      return LatencyHistogram.fromProto(histogram);
    } catch (InvalidRecordException e) {
      throw new IllegalStateException("a histogram of this run contradicts itself", e);
    }
  }

  /**
   * A rate: {@code http_req_failed}, {@code errors} or {@code checks} (those that passed).
   *
   * @throws IllegalArgumentException if no rate has that name
   */
  public Share rate(String metric, Selection selection) {
    var figures = data.figures(selection);
    return switch (metric) {
      case "http_req_failed" -> new Share(figures.requestFailures(), figures.executed());
      case "errors" -> new Share(figures.errors(), figures.executed());
      case "checks" -> checks(selection, Optional.empty());
      default -> throw new IllegalArgumentException("no rate is called " + metric);
    };
  }

  /**
   * Passed checks of a selection.
   *
   * @param name of the one check that is meant, or empty for all
   */
  public Share checks(Selection selection, Optional<String> name) {
    var all = new Share(0, 0);
    for (RequestPlan request : data.plan().getRequestsList()) {
      if (selection.request() == null || selection.request().equals(request.getName())) {
        all = all.plus(checks(request, selection, name));
      }
    }
    return all;
  }

  private Share checks(RequestPlan request, Selection selection, Optional<String> name) {
    var figures = data.figures(selection.ofRequest(request.getName()));
    long evaluated = figures.checksEvaluated();
    var all = new Share(0, 0);
    for (int check = 0; check < request.getChecksCount(); check++) {
      if (name.isEmpty() || request.getChecks(check).getName().equals(name.get())) {
        all = all.plus(new Share(evaluated - figures.checkFailures(check), evaluated));
      }
    }
    return all;
  }

  /**
   * A count: {@code http_reqs}, {@code iterations}, {@code dropped_iterations}, {@code
   * data_received} or {@code data_sent}; iterations are of the whole run whatever is selected.
   *
   * @throws IllegalArgumentException if no counter has that name
   */
  public long counter(String metric, Selection selection) {
    return switch (metric) {
      case "http_reqs" -> data.figures(selection).executed();
      case "dropped_iterations" -> data.figures(selection).outcome(Outcome.NOT_STARTED);
      case "data_received" -> data.figures(selection).bytesIn();
      case "data_sent" -> data.figures(selection).bytesOut();
      case "iterations" -> iterations();
      default -> throw new IllegalArgumentException("no counter is called " + metric);
    };
  }

  private long iterations() {
    long told = data.manifests().stream().mapToLong(Manifest::getIterations).sum();
    long beaten = data.newestHeartbeats().stream().mapToLong(Heartbeat::getIterations).sum();
    return Math.max(told, beaten);
  }

  /** Iterations that were cut off by the end of the run. */
  public long interruptedIterations() {
    long told = data.manifests().stream().mapToLong(Manifest::getInterruptedIterations).sum();
    long beaten =
        data.newestHeartbeats().stream().mapToLong(Heartbeat::getInterruptedIterations).sum();
    return Math.max(told, beaten);
  }

  /** A counter per second of the load; 0 before it has begun. */
  public double perSecond(String metric, Selection selection) {
    double seconds = data.elapsedMicros() / MICROS_PER_SECOND;
    return seconds == 0 ? 0 : counter(metric, selection) / seconds;
  }
}
