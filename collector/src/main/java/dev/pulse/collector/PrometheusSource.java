package dev.pulse.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The answers of a Prometheus to instant queries, at its own times; and to a range query for those
 * times at which it did not answer.
 */
final class PrometheusSource implements Source {
  /** Of one query; more are no figure that anybody looks at. */
  private static final int MOST_RESULTS = 50;

  /** Of one range query; a Prometheus gives at most 11,000. */
  private static final int MOST_POINTS = 5_000;

  private final SourceSpec.Prometheus spec;
  private final BoundedHttp http;
  private final ObjectMapper json = new ObjectMapper();
  private final Map<SourceSpec.Query, AnswerTimes> times = new HashMap<>();

  /** It answered, but not with what was asked for: the other queries may fare better. */
  private static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String why) {
      super(why);
    }
  }

  PrometheusSource(SourceSpec.Prometheus spec) {
    this.spec = spec;
    http = new BoundedHttp(spec.token());
    spec.queries().forEach(query -> times.put(query, new AnswerTimes()));
  }

  @Override
  public List<Reading> read() throws IOException, InterruptedException {
    var readings = new ArrayList<Reading>();
    var refused = new ArrayList<String>();
    for (int i = 0; i < spec.queries().size(); i++) {
      var query = spec.queries().get(i);
      try {
        readings.addAll(ask(query));
      } catch (RefusedException e) {
        timesOf(query).failed();
        refused.add(e.getMessage());
      } catch (IOException e) {
        spec.queries().subList(i, spec.queries().size()).forEach(one -> timesOf(one).failed());
        throw new PartlyReadException(String.valueOf(e.getMessage()), readings);
      }
    }
    if (!refused.isEmpty()) {
      throw new PartlyReadException(String.join("; ", refused), readings);
    }
    return readings;
  }

  private AnswerTimes timesOf(SourceSpec.Query query) {
    return times.computeIfAbsent(query, one -> new AnswerTimes());
  }

  private List<Reading> ask(SourceSpec.Query query) throws IOException, InterruptedException {
    JsonNode results = results(query, "query", "query=" + encoded(query.promql()), "vector");
    var readings = new ArrayList<Reading>();
    for (JsonNode result : results) {
      add(readings, query, result, result.path("value"), Map.of());
    }
    timesOf(query).answered(micros(results.get(0).path("value")));
    return readings;
  }

  @Override
  public List<Reading> missed(long fromMicros, long toMicros, Duration step)
      throws IOException, InterruptedException {
    var readings = new ArrayList<Reading>();
    var refused = new LinkedHashSet<String>();
    try {
      for (SourceSpec.Query query : spec.queries()) {
        fill(
            query,
            timesOf(query).holes(fromMicros, toMicros, micros(step)),
            step,
            readings,
            refused);
      }
    } catch (IOException e) {
      refused.add(String.valueOf(e.getMessage()));
    }
    if (!refused.isEmpty()) {
      throw new PartlyReadException(String.join("; ", refused), readings);
    }
    return readings;
  }

  /**
   * Asks for each stretch of holes by itself: by one query for all of a long run the points would
   * be too far apart to hit a hole.
   *
   * @param readings gets what is there
   * @param refused gets why something is not
   */
  private void fill(
      SourceSpec.Query query,
      List<AnswerTimes.Hole> holes,
      Duration step,
      List<Reading> readings,
      Set<String> refused)
      throws IOException, InterruptedException {
    for (var stretch : AnswerTimes.stretches(holes, micros(step) * MOST_POINTS)) {
      try {
        for (JsonNode result : range(query, stretch, micros(step))) {
          addMissed(readings, query, result, holes, micros(step));
        }
      } catch (RefusedException e) {
        refused.add(e.getMessage());
      }
    }
  }

  private JsonNode range(SourceSpec.Query query, AnswerTimes.Hole stretch, long stepMicros)
      throws IOException, InterruptedException {
    long from = stretch.fromMicros();
    long to = stretch.toMicros();
    long step = Math.max(stepMicros, (to - from) / MOST_POINTS);
    String form =
        "query="
            + encoded(query.promql())
            + "&start="
            + seconds(from)
            + "&end="
            + seconds(to)
            + "&step="
            + seconds(step);
    return results(query, "query_range", form, "matrix");
  }

  private void addMissed(
      List<Reading> readings,
      SourceSpec.Query query,
      JsonNode result,
      List<AnswerTimes.Hole> holes,
      long stepMicros) {
    for (JsonNode point : result.path("values")) {
      long at = micros(point);
      if (holes.stream().anyMatch(hole -> hole.holds(at, stepMicros))) {
        add(readings, query, result, point, Map.of(FILLED, "afterwards"));
      }
    }
  }

  private void add(
      List<Reading> readings,
      SourceSpec.Query query,
      JsonNode result,
      JsonNode point,
      Map<String, String> labels) {
    double value = point.path(1).asDouble(Double.NaN);
    if (Double.isFinite(value)) {
      String label = label(query, result);
      readings.add(new Reading(query.series(), query.unit(), label, value, micros(point), labels));
    }
  }

  private String label(SourceSpec.Query query, JsonNode result) {
    return result.path("metric").path(query.label()).asText(spec.name());
  }

  private static long micros(Duration time) {
    return time.toNanos() / 1_000;
  }

  private static long micros(JsonNode point) {
    return Math.round(point.path(0).asDouble() * 1e6);
  }

  private static String seconds(long micros) {
    return BigDecimal.valueOf(micros, 6).toPlainString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private JsonNode results(SourceSpec.Query query, String path, String form, String type)
      throws IOException, InterruptedException {
    var tree = answer(query, path, form);
    var results = tree.path("result");
    if (!type.equals(tree.path("resultType").asText()) || results.isEmpty()) {
      throw new RefusedException(
          spec + " has nothing for " + query.series() + ": is the query right? " + query.promql());
    }
    if (results.size() > MOST_RESULTS) {
      throw new RefusedException(
          query.series()
              + " gives "
              + results.size()
              + " series, at most "
              + MOST_RESULTS
              + " are taken: narrow the query");
    }
    requireToldApart(query, results);
    return results;
  }

  /** Of two with one label only the one that came last would be seen, whichever that is. */
  private void requireToldApart(SourceSpec.Query query, JsonNode results) throws RefusedException {
    Map<String, Integer> counts = new HashMap<>();
    for (JsonNode result : results) {
      counts.merge(label(query, result), 1, Integer::sum);
    }
    for (var entry : counts.entrySet()) {
      if (entry.getValue() > 1) {
        throw new RefusedException(
            query.series()
                + " gives "
                + entry.getValue()
                + " results with the same label "
                + entry.getKey()
                + ": sum them, or name the label that tells them apart");
      }
    }
  }

  private JsonNode answer(SourceSpec.Query query, String path, String form)
      throws IOException, InterruptedException {
    var request =
        BoundedHttp.to(spec.url() + "/api/v1/" + path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    BoundedHttp.Answer answer;
    try {
      answer = http.send(request);
    } catch (IOException e) {
      throw new IOException(spec + " does not answer: " + e.getMessage(), e);
    }
    JsonNode tree;
    try {
      tree = json.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new IOException(
          spec + " answered " + answer.status() + advice(answer.status()) + ", no JSON", e);
    }
    if (!"success".equals(tree.path("status").asText())) {
      throw new RefusedException(
          spec
              + " answered "
              + answer.status()
              + " to "
              + query.series()
              + ": "
              + tree.path("error").asText("no reason given"));
    }
    return tree.path("data");
  }

  private static String advice(int status) {
    return status == 401 || status == 403 ? " (is tokenEnv the variable of a valid token?)" : "";
  }

  @Override
  public String probe() throws IOException, InterruptedException {
    read();
    return spec + " answers, and has all " + spec.queries().size() + " queries";
  }

  @Override
  public void close() {
    // The client has no connection of its own to close.
  }
}
