package dev.pulse.integration.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.integration.PulseProcess;
import dev.pulse.integration.TargetServer;
import dev.pulse.protocol.SystemClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of real processes into a real InfluxDB: each figure of Kafka is there, to the last bit. */
class InfluxSinkTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern BOOTSTRAP = Pattern.compile("bootstrap=([0-9.:]+)");

  private static final String SCENARIO =
      """
      name: Written
      baseUrl: ${BASE_URL}
      requests:
        ok: { path: /ok }
        fail: { path: /fail }
      scenarios:
        steady:
          executor: ramping-vus
          startVUs: 2
          stages:
            - { duration: 4s, target: 8 }
            - { duration: "${SECONDS}s", target: 8 }
          thinkTime: 10ms
          mix: { ok: 90, fail: 10 }
      """;

  @TempDir private Path folder;
  private InfluxServer influx;
  private TargetServer target;
  private PulseProcess broker;
  private String kafka;

  @BeforeEach
  void start() throws Exception {
    influx = InfluxServer.start(folder);
    target = new TargetServer();
    broker = pulse("broker", "--port", "0");
    await().atMost(PATIENCE).until(() -> BOOTSTRAP.matcher(broker.output()).find());
    var found = BOOTSTRAP.matcher(broker.output());
    assertThat(found.find()).isTrue();
    kafka = found.group(1);
    Files.writeString(folder.resolve("written.yaml"), SCENARIO, UTF_8);
  }

  @AfterEach
  void stop() throws Exception {
    if (broker != null) {
      broker.handle().destroy();
      broker.await(PATIENCE);
      target.close();
      influx.close();
    }
  }

  private PulseProcess pulse(String... arguments) throws Exception {
    return PulseProcess.start(folder, influx.environment(), arguments);
  }

  private String database() {
    return influx.address() + "/pulse";
  }

  private PulseProcess startRun(int seconds, String... more) throws Exception {
    var arguments =
        new ArrayList<>(
            List.of("run", "written.yaml", "--kafka", kafka, "-e", "SECONDS=" + seconds));
    arguments.addAll(List.of("-e", "BASE_URL=" + target.address()));
    arguments.addAll(List.of(more));
    return pulse(arguments.toArray(String[]::new));
  }

  private PulseProcess startSink() throws Exception {
    return pulse("sink", "--kafka", kafka, "--influxdb", database());
  }

  @Test
  void oneRunHasTheSameFiguresInKafkaInfluxDbSummaryLivePageReportAndDashboards() throws Exception {
    var started = startRun(8, "--out", "influxdb=" + database());
    var live = LastLiveView.follow(started, PATIENCE);
    var run = started.await(PATIENCE);

    assertThat(run.output()).contains("points written to InfluxDB at " + database());
    assertAllIsThere();
    var summary = summary();
    var totals = lastTotals();
    assertThat(totals.path("count").asLong()).isEqualTo(metric(summary, "http_reqs", "count"));
    for (String quantile : List.of("p50", "p95", "p99", "max")) {
      double millis = totals.path("response_" + quantile + "_ms").asDouble();
      String name = quantile.replaceAll("^p(\\d+)$", "p($1)").replace("p(50)", "med");
      assertThat(summary.at("/metrics/response_time/" + name).asDouble())
          .as(name + " in " + summary.at("/metrics/response_time"))
          .isCloseTo(millis, within(1e-9));
    }
    assertThat(totals.path("samples_missing").asLong()).isZero();
    assertThat(totals.path("samples_sent").asLong())
        .isEqualTo(summary.at("/accounting/scheduled").asLong())
        .isEqualTo(totals.path("samples_received").asLong());
    assertPeopleSee(totals, live.get(PATIENCE), run.output(), report("load-testing-report.md"));
    assertVerdictIsTheReportsOwn(summary, report("load-testing-report.md"));
    assertDashboardsShow(summary.path("run").asText());
    assertNothingIsThereThatTheSchemaDoesNotName();
  }

  /** The terminal, the live page's last state and the report's text; each rounds as it likes. */
  private static void assertPeopleSee(
      JsonNode totals, JsonNode live, String terminal, String report) {
    long count = totals.path("count").asLong();
    double p99 = totals.path("response_p99_ms").asDouble();

    assertThat(live.at("/verdict/word").asText()).as(live.toString()).isNotEmpty();
    assertThat(live.at("/whole/count").asLong()).isEqualTo(count);
    assertThat(live.at("/whole/p99").asLong() / 1_000.0).isCloseTo(p99, within(1e-9));
    assertThat(live.at("/whole/errors").asLong()).isEqualTo(totals.path("errors").asLong());

    assertThat(terminal).containsPattern("http_reqs\\.+: " + count + "\\b");
    ShownFigure.in(terminal, "\\bresponse_time\\.+: .*p\\(99\\)=(\\S+)").assertIs(p99);

    assertThat(report).contains(String.format(Locale.ROOT, "| Requests | %,d |", count));
    ShownFigure.in(report, "Response time p50 / p95 / p99 \\| \\S+ / \\S+ / (\\S+ \\S+) \\|")
        .assertIs(p99);
  }

  private void assertVerdictIsTheReportsOwn(JsonNode summary, String report) throws Exception {
    String run = summary.path("run").asText();
    var verdict = table("Verdict", run);
    assertThat(verdict).hasSize(1);
    assertThat(verdict.get(0)).containsEntry("verdict", summary.path("verdict").asText());
    assertThat(report).contains(verdict.get(0).getOrDefault("verdict", "none"));

    var criteria = table("Criteria", run);
    assertThat(criteria).hasSize(summary.path("criteria").size()).hasSizeGreaterThan(2);
    for (var row : criteria) {
      assertThat(report)
          .contains(row.getOrDefault("value_text", "none"))
          .contains(row.getOrDefault("bound_text", "none"));
      var judged = judged(summary, row);
      assertThat(judged.path("verdict").asText()).isEqualTo(row.get("verdict"));
    }

    var decision = table("Decision and reasons", run);
    assertThat(decision).hasSize(1);
    assertThat(report).contains(decision.get(0).getOrDefault("decision", "none"));
    assertThat(decision.get(0)).containsEntry("criteria", "default");
  }

  private static JsonNode judged(JsonNode summary, Map<String, String> row) {
    String criterion = row.getOrDefault("criterion", "").startsWith("p99") ? "P99" : "ERROR_RATE";
    for (JsonNode result : summary.path("criteria")) {
      if (result.path("criterion").asText().equals(criterion)
          && result.path("scope").asText().equals(row.get("scope"))) {
        return result;
      }
    }
    throw new AssertionError(row + " is not among " + summary.path("criteria"));
  }

  /** The rows that a panel of the load test's dashboard shows. */
  private List<Map<String, String>> table(String panel, String run) throws Exception {
    String place = "load-test.json: " + panel;
    var statement =
        Dashboards.statements().stream()
            .filter(one -> one.place().equals(place))
            .findFirst()
            .orElseThrow();
    String text = Dashboards.filled(statement.text(), InfluxServer.oneRun(run), "time <= now()");
    var series = influx.query(text).at("/series/0");
    List<Map<String, String>> rows = new ArrayList<>();
    for (JsonNode values : series.path("values")) {
      Map<String, String> row = new TreeMap<>();
      for (int i = 0; i < values.size(); i++) {
        row.put(series.at("/columns/" + i).asText(), values.get(i).asText());
      }
      rows.add(row);
    }
    return rows;
  }

  private static long metric(JsonNode summary, String metric, String value) {
    return summary.at("/metrics/" + metric + "/" + value).asLong();
  }

  private JsonNode summary() throws Exception {
    return new ObjectMapper().readTree(report("summary.json")).path("runs").get(0);
  }

  private String report(String file) throws Exception {
    try (var reports = Files.list(folder.resolve("reports"))) {
      return Files.readString(reports.findFirst().orElseThrow().resolve(file), UTF_8);
    }
  }

  private JsonNode lastTotals() throws Exception {
    var series = influx.query("SELECT last(*) FROM \"totals\"").at("/series/0");
    var node = new ObjectMapper().createObjectNode();
    for (int i = 0; i < series.path("columns").size(); i++) {
      String column = series.path("columns").get(i).asText().replaceFirst("^last_", "");
      node.set(column, series.at("/values/0/" + i));
    }
    return node;
  }

  /** So that the number of series stays bounded, and the page is whole. */
  private void assertNothingIsThereThatTheSchemaDoesNotName() throws Exception {
    var schema = SchemaPage.read().measurements();
    for (String what : List.of("TAG", "FIELD")) {
      var found = influx.query("SHOW " + what + " KEYS").path("series");
      assertThat(found.size()).isGreaterThan(5);
      for (JsonNode series : found) {
        String name = series.path("name").asText();
        assertThat(schema).containsKey(name);
        var measurement = Objects.requireNonNull(schema.get(name));
        for (JsonNode row : series.path("values")) {
          if ("TAG".equals(what)) {
            assertThat(row.get(0).asText()).as(name).isIn(measurement.tags());
          } else {
            assertThat(measurement.fields())
                .as(name)
                .containsEntry(row.get(0).asText(), row.get(1).asText());
          }
        }
      }
    }
  }

  /** Everything of the load test's own dashboards that a run without faults has. */
  private void assertDashboardsShow(String run) throws Exception {
    int asked = 0;
    for (var statement : Dashboards.statements()) {
      if (statement.text().matches("(?s).*(resources|node_lost|scaling).*")) {
        continue;
      }
      String range = "time >= now() - 1h AND time <= now() + 1h";
      String text = Dashboards.filled(statement.text(), InfluxServer.oneRun(run), range);
      var result = influx.query(text);
      assertThat(result.at("/series/0/values").size())
          .as(statement.place() + ": " + text + ": " + result)
          .isPositive();
      asked++;
    }
    assertThat(asked).isGreaterThan(20);
  }

  @Test
  void aSinkThatIsKilledAgainAndAgainLeavesNothingOut() throws Exception {
    var random = new Random(20_261_124);
    var run = startRun(26);
    int kills = 0;
    while (run.handle().isAlive()) {
      var sink = startSink();
      await().atMost(PATIENCE).until(() -> sink.output().contains("ready:") || gone(run));
      Duration life = Duration.ofMillis(100 + random.nextInt(1_500));
      await().pollDelay(life).atMost(PATIENCE).until(() -> true);
      sink.handle().destroyForcibly();
      kills++;
    }
    assertThat(kills).isGreaterThan(4);

    var last = startSink();
    await().atMost(PATIENCE).untilAsserted(this::assertAllIsThere);
    last.handle().destroy();
    assertThat(last.await(PATIENCE).exitCode()).as(last.output()).isZero();
  }

  private static boolean gone(PulseProcess process) {
    return !process.handle().isAlive();
  }

  @Test
  @Tag("faults")
  void aMinuteWithoutInfluxDbCostsNothing() throws Exception {
    var sink = startSink();
    var run = startRun(90);
    await().atMost(PATIENCE).until(() -> lastTotals().path("count").asLong() > 0);
    influx.freeze();
    await().pollDelay(Duration.ofSeconds(60)).atMost(PATIENCE).until(() -> true);
    influx.thaw();
    run.await(PATIENCE);

    await().atMost(PATIENCE).untilAsserted(this::assertAllIsThere);
    assertLagWasShown(sink);
    sink.handle().destroy();
    assertThat(sink.await(PATIENCE).exitCode()).as(sink.output()).isZero();
  }

  /** More records from word to word while nothing gets through, and none in the end. */
  private static void assertLagWasShown(PulseProcess sink) throws Exception {
    await()
        .atMost(PATIENCE)
        .until(
            () -> Pattern.compile("points written; 0 records wait").matcher(sink.output()).find());
    var lags =
        Pattern.compile("takes nothing, for \\d+s.*; ([\\d,]+) records wait")
            .matcher(sink.output())
            .results()
            .map(found -> Integer.parseInt(found.group(1).replace(",", "")))
            .toList();
    assertThat(lags).as(sink.output()).hasSizeGreaterThan(3).isSorted().doesNotHaveDuplicates();
    assertThat(sink.output()).contains("InfluxDB at", "takes points again");
  }

  @Test
  @Tag("faults")
  void aFieldThatInfluxDbHasWithAnotherTypeCostsTheseFieldsPointsOnlyAndTheyArePutAside()
      throws Exception {
    long second = SystemClock.wall().millis() / 1_000;
    influx.write(List.of("totals,run=older count=\"text\" " + second + "000000000"));
    var run = startRun(4, "--out", "influxdb=" + database()).await(PATIENCE);

    assertThat(run.output()).containsPattern("\\d+ points were refused, pulse.rejected has them");
    assertAllIsThere();
    assertThat(KafkaResults.rejectedPoints(kafka))
        .isNotEmpty()
        .allSatisfy(
            (line, reason) -> {
              assertThat(line).startsWith("totals,run=");
              assertThat(reason).contains("field type conflict");
            });
  }

  @Test
  void aDatabaseThatIsNotThereIsSaidBeforeTheLoad() throws Exception {
    String missing = influx.address() + "/nowhere";

    var run = startRun(5, "--out", "influxdb=" + missing).await(PATIENCE);

    assertThat(run.exitCode()).isEqualTo(107);
    assertThat(run.output())
        .contains("InfluxDB at " + missing + " answered 404")
        .contains("create the database or bucket");
    assertThat(target.answered()).isZero();
  }

  private void assertAllIsThere() throws Exception {
    var expected = KafkaResults.read(kafka).points;
    assertThat(expected).hasSizeGreaterThan(20);
    Map<String, Map<String, Object>> stored = new TreeMap<>();
    stored.putAll(rows("SELECT * FROM \"intervals\"", true));
    stored.putAll(rows("SELECT * FROM \"run_intervals\"", false));
    assertThat(stored.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (point, fields) ->
            fields.forEach(
                (field, value) ->
                    assertThat(stored.getOrDefault(point, Map.of()).get(field))
                        .as(point + " " + field)
                        .isEqualTo(value)));
  }

  private Map<String, Map<String, Object>> rows(String statement, boolean bySeries)
      throws Exception {
    Map<String, Map<String, Object>> rows = new TreeMap<>();
    for (JsonNode series : influx.query(statement).path("series")) {
      for (JsonNode values : series.path("values")) {
        Map<String, JsonNode> row = new TreeMap<>();
        for (int i = 0; i < values.size(); i++) {
          row.put(series.at("/columns/" + i).asText(), values.get(i));
        }
        rows.put(key(series.path("name").asText(), row, bySeries), fields(row));
      }
    }
    return rows;
  }

  private static String key(String measurement, Map<String, JsonNode> row, boolean bySeries) {
    String time = "@" + text(row, "time");
    return bySeries
        ? measurement
            + "/"
            + String.join("/", text(row, "scenario"), text(row, "stage"), text(row, "request"))
            + time
        : measurement + time;
  }

  private static String text(Map<String, JsonNode> row, String column) {
    var value = row.get(column);
    return value == null ? "" : value.asText();
  }

  private static Map<String, Object> fields(Map<String, JsonNode> row) {
    Map<String, Object> fields = new TreeMap<>();
    row.forEach(
        (name, value) -> {
          boolean isFloat =
              name.endsWith("_ms") || name.endsWith("rate") || name.endsWith("_seconds");
          if (value.isNumber()) {
            fields.put(name, isFloat ? KafkaResults.bits(value.asDouble()) : value.asLong());
          }
        });
    return fields;
  }
}
