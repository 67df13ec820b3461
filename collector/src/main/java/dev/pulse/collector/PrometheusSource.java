package dev.pulse.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The answers of a Prometheus to instant queries, at its own times. */
final class PrometheusSource implements Source {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Of one query; more are no figure that anybody looks at. */
  private static final int MOST_RESULTS = 50;

  private final SourceSpec.Prometheus spec;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final ObjectMapper json = new ObjectMapper();

  PrometheusSource(SourceSpec.Prometheus spec) {
    this.spec = spec;
  }

  @Override
  public List<Reading> read() throws IOException, InterruptedException {
    var readings = new ArrayList<Reading>();
    for (SourceSpec.Query query : spec.queries()) {
      readings.addAll(ask(query));
    }
    return readings;
  }

  private List<Reading> ask(SourceSpec.Query query) throws IOException, InterruptedException {
    var tree = answer(query);
    var results = tree.path("result");
    if (!"vector".equals(tree.path("resultType").asText()) || results.isEmpty()) {
      throw new IOException(
          spec + " has nothing for " + query.series() + ": is the query right? " + query.promql());
    }
    if (results.size() > MOST_RESULTS) {
      throw new IOException(
          query.series()
              + " gives "
              + results.size()
              + " series, at most "
              + MOST_RESULTS
              + " are taken: narrow the query");
    }
    var readings = new ArrayList<Reading>();
    for (JsonNode result : results) {
      double value = result.at("/value/1").asDouble(Double.NaN);
      if (Double.isFinite(value)) {
        long at = Math.round(result.at("/value/0").asDouble() * 1e6);
        String label = result.path("metric").path(query.label()).asText(spec.name());
        readings.add(new Reading(query.series(), query.unit(), label, value, at, Map.of()));
      }
    }
    return readings;
  }

  private JsonNode answer(SourceSpec.Query query) throws IOException, InterruptedException {
    String form = "query=" + URLEncoder.encode(query.promql(), UTF_8);
    var request =
        HttpRequest.newBuilder(URI.create(spec.url() + "/api/v1/query"))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    if (!spec.token().isEmpty()) {
      request.header("Authorization", "Bearer " + spec.token());
    }
    HttpResponse<String> response;
    try {
      response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IOException(spec + " does not answer: " + e, e);
    }
    JsonNode tree;
    try {
      tree = json.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new IOException(spec + " answered " + response.statusCode() + ", no JSON", e);
    }
    if (!"success".equals(tree.path("status").asText())) {
      throw new IOException(
          spec
              + " answered "
              + response.statusCode()
              + " to "
              + query.series()
              + ": "
              + tree.path("error").asText("no reason given"));
    }
    return tree.path("data");
  }

  @Override
  public void close() {
    // The client has no connection of its own to close.
  }
}
