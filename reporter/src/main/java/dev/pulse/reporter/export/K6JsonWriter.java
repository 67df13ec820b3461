package dev.pulse.reporter.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.SampleBlock;
import dev.pulse.protocol.ThresholdExpression;
import dev.pulse.protocol.v1.RequestPlan;
import dev.pulse.protocol.v1.ThresholdPlan;
import dev.pulse.reporter.run.RunData;
import java.io.IOException;
import java.io.OutputStream;

/**
 * k6's JSON lines: a {@code Metric} line for each metric, then {@code Point} lines; durations are
 * milliseconds. A sample gives up to a dozen points, all with the time of its end.
 *
 * @see <a href="https://grafana.com/docs/k6/latest/results-output/real-time/json/">k6, "JSON"</a>
 */
final class K6JsonWriter implements SampleWriter {
  private static final double MICROS_PER_MILLI = 1e3;
  private static final long SECOND_MICROS = 1_000_000;

  private final RunData data;
  private final SampleNamesOfPlan plan;
  private final JsonGenerator json;

  K6JsonWriter(RunData data, OutputStream out) throws IOException {
    this.data = data;
    this.plan = new SampleNamesOfPlan(data);
    this.json =
        new JsonFactory()
            .createGenerator(out)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    declareAll();
  }

  private void declareAll() throws IOException {
    declare("http_reqs", "counter", "default");
    for (String part :
        new String[] {"duration", "waiting", "receiving", "connecting", "tls_handshaking"}) {
      declare("http_req_" + part, "trend", "time");
    }
    declare("http_req_failed", "rate", "default");
    declare("errors", "rate", "default");
    declare("checks", "rate", "default");
    declare("response_time", "trend", "time");
    for (RequestPlan request : data.plan().getRequestsList()) {
      declare(request.getName() + ThresholdExpression.LATENCY_SUFFIX, "trend", "time");
    }
    declare("data_received", "counter", "data");
    declare("data_sent", "counter", "data");
    declare("dropped_iterations", "counter", "default");
    declare("vus", "gauge", "default");
  }

  private void declare(String metric, String type, String contains) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "Metric");
    json.writeObjectFieldStart("data");
    json.writeStringField("name", metric);
    json.writeStringField("type", type);
    json.writeStringField("contains", contains);
    json.writeArrayFieldStart("thresholds");
    for (ThresholdPlan threshold : data.plan().getThresholdsList()) {
      if (threshold.getMetric().equals(metric)) {
        json.writeString(threshold.getExpression());
      }
    }
    json.writeEndArray();
    json.writeNullField("submetrics");
    json.writeEndObject();
    json.writeStringField("metric", metric);
    json.writeEndObject();
  }

  @Override
  public void write(SampleBlock block, int row) throws IOException {
    var outcome = Outcome.ofCode(block.columns().outcome[row]);
    if (outcome.isExecuted()) {
      executed(block, row, outcome);
    } else if (outcome == Outcome.NOT_STARTED) {
      point(block, row, "dropped_iterations", 1);
    }
  }

  private void executed(SampleBlock block, int row, Outcome outcome) throws IOException {
    var columns = block.columns();
    point(block, row, "http_reqs", 1);
    point(block, row, "http_req_failed", outcome.isRequestFailure() ? 1 : 0);
    point(block, row, "errors", outcome.isError() ? 1 : 0);
    millis(block, row, "response_time", columns.responseMicros(row));
    if (columns.status[row] > 0) {
      answered(block, row);
    }
    if (outcome.checksEvaluated()) {
      checks(block, row);
    }
    point(block, row, "data_received", (double) columns.bytesIn[row]);
    point(block, row, "data_sent", (double) columns.bytesOut[row]);
  }

  private void answered(SampleBlock block, int row) throws IOException {
    var columns = block.columns();
    long duration = columns.durationMicros(row);
    millis(block, row, "http_req_duration", duration);
    millis(block, row, "http_req_waiting", columns.waitMicros[row]);
    millis(block, row, "http_req_receiving", columns.receiveMicros[row]);
    millis(block, row, "http_req_connecting", columns.connectMicros[row]);
    millis(block, row, "http_req_tls_handshaking", columns.tlsMicros[row]);
    millis(block, row, block.request(row) + ThresholdExpression.LATENCY_SUFFIX, duration);
  }

  private void checks(SampleBlock block, int row) throws IOException {
    long failed = block.columns().failedChecks[row];
    int check = 0;
    for (String name : plan.checks(block.request(row))) {
      startPoint("checks", block.columns().endMicros(row), (failed >>> check & 1) == 0 ? 1 : 0);
      tags(block, row);
      json.writeStringField("check", name);
      endPoint();
      check++;
    }
  }

  private void millis(SampleBlock block, int row, String metric, long micros) throws IOException {
    point(block, row, metric, micros / MICROS_PER_MILLI);
  }

  private void point(SampleBlock block, int row, String metric, double value) throws IOException {
    startPoint(metric, block.columns().endMicros(row), value);
    tags(block, row);
    endPoint();
  }

  private void startPoint(String metric, long endMicros, double value) throws IOException {
    json.writeStartObject();
    json.writeStringField("metric", metric);
    json.writeStringField("type", "Point");
    json.writeObjectFieldStart("data");
    json.writeStringField("time", plan.time(endMicros));
    json.writeFieldName("value");
    if (value == Math.rint(value)) {
      json.writeNumber((long) value);
    } else {
      json.writeNumber(value);
    }
    json.writeObjectFieldStart("tags");
  }

  private void tags(SampleBlock block, int row) throws IOException {
    String request = block.request(row);
    var outcome = Outcome.ofCode(block.columns().outcome[row]);
    if (!block.error(row).isEmpty()) {
      json.writeStringField("error", block.error(row));
    }
    json.writeStringField("expected_response", Boolean.toString(!outcome.isRequestFailure()));
    json.writeStringField("group", "");
    json.writeStringField("method", plan.method(request));
    json.writeStringField("name", request);
    json.writeStringField("scenario", block.scenario(row));
    json.writeStringField("stage", block.stage(row));
    json.writeStringField("status", Integer.toString(block.columns().status[row]));
    if (!block.tenant(row).isEmpty()) {
      json.writeStringField("tenant", block.tenant(row));
    }
    json.writeStringField("url", plan.url(request));
  }

  private void endPoint() throws IOException {
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }

  /** The VUs of each second, from the heartbeats. */
  @Override
  public void finish() throws IOException {
    for (long at = 0; at <= data.elapsedMicros(); at += SECOND_MICROS) {
      int vus = data.vusAt(at);
      if (vus >= 0) {
        startPoint("vus", at, vus);
        endPoint();
      }
    }
    json.writeRaw("\n");
    json.flush();
  }
}
