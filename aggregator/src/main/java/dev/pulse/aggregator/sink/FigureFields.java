package dev.pulse.aggregator.sink;

import com.influxdb.client.write.Point;
import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.LatencyHistogram;
import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.Histogram;
import java.util.EnumMap;
import java.util.Map;

/** The fields that stand for {@link Figures}, computed as the reporter computes its own. */
final class FigureFields {
  private static final double MICROS_PER_MILLI = 1_000.0;

  /** Field of each outcome that is an error: together they are all errors. */
  private static final Map<Outcome, String> ERROR_FIELDS = errorFields();

  private FigureFields() {}

  private static Map<Outcome, String> errorFields() {
    var fields = new EnumMap<Outcome, String>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      if (outcome.isError()) {
        fields.put(
            outcome,
            switch (outcome) {
              case HTTP_ERROR -> "errors_http";
              case CHECK_FAILED -> "errors_check";
              case TIMEOUT -> "errors_timeout";
              case CONNECTION_REFUSED, CONNECTION_RESET, CONNECTION_CLOSED, DNS, TLS, IO_ERROR ->
                  "errors_connection";
              case OK, REDIRECTED, CANCELLED, NOT_STARTED -> throw new AssertionError(outcome);
              case PROTOCOL_ERROR, BODY_TOO_LARGE, SETUP_FAILED -> "errors_other";
            });
      }
    }
    return fields;
  }

  /**
   * What the fields need of figures; the rest is let go, because intervals are held.
   *
   * @return the same figures without what does not become a field
   */
  static Figures needed(Figures figures) {
    return Figures.newBuilder()
        .setSamples(figures.getSamples())
        .addAllOutcomes(figures.getOutcomesList())
        .setBytesIn(figures.getBytesIn())
        .setBytesOut(figures.getBytesOut())
        .setResponse(figures.getResponse())
        .setService(figures.getService())
        .build();
  }

  /**
   * Adds the fields.
   *
   * @param seconds that the figures span, > 0, or 0 where that is not known yet
   * @throws InvalidRecordException if a histogram contradicts itself
   */
  static Point add(Point point, Figures figures, double seconds) throws InvalidRecordException {
    long executed = Outcome.samples(figures, Outcome::isExecuted);
    long errors = Outcome.samples(figures, Outcome::isError);
    point
        .addField("count", executed)
        .addField("rate", seconds > 0 ? executed / seconds : 0.0)
        .addField("errors", errors)
        .addField("error_rate", executed == 0 ? 0.0 : (double) errors / executed)
        .addField("not_run", figures.getSamples() - executed)
        .addField("bytes_in", figures.getBytesIn())
        .addField("bytes_out", figures.getBytesOut());
    for (String field : ERROR_FIELDS.values()) {
      point.addField(
          field, Outcome.samples(figures, outcome -> field.equals(ERROR_FIELDS.get(outcome))));
    }
    addTimes(point, "response", figures.getResponse());
    addTimes(point, "service", figures.getService());
    return point;
  }

  private static void addTimes(Point point, String kind, Histogram histogram)
      throws InvalidRecordException {
    var times = LatencyHistogram.fromProto(histogram);
    if (times.count() == 0) {
      return; // No time was measured, which is not a time of 0 ms.
    }
    point
        .addField(kind + "_p50_ms", times.valueAtPercentile(50) / MICROS_PER_MILLI)
        .addField(kind + "_p90_ms", times.valueAtPercentile(90) / MICROS_PER_MILLI)
        .addField(kind + "_p95_ms", times.valueAtPercentile(95) / MICROS_PER_MILLI)
        .addField(kind + "_p99_ms", times.valueAtPercentile(99) / MICROS_PER_MILLI)
        .addField(kind + "_p999_ms", times.valueAtPercentile(99.9) / MICROS_PER_MILLI)
        .addField(kind + "_max_ms", times.maxMicros() / MICROS_PER_MILLI)
        .addField(kind + "_mean_ms", times.meanMicros() / MICROS_PER_MILLI);
  }
}
