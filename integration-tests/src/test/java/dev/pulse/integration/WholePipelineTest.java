package dev.pulse.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One run against a real HTTP server, from scenario file to report; every figure of the summary is
 * recomputed from the exported samples by sorting.
 */
class WholePipelineTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int INCONCLUSIVE = 96;
  private static final int FAILED = 99;
  private static final int MOST_RUNS = 3;

  /** A histogram's bucket is at most a thousandth of its value wide; milliseconds have decimals. */
  private static final double PRECISION = 0.001;

  private static final String SCENARIO =
      """
      name: Pipeline
      baseUrl: ${BASE_URL}
      requests:
        ok:
          path: /ok
          checks: [{ status: 200 }, { latency: "<500ms" }]
        fail:
          path: /fail
          checks: [{ status: 200 }]
      scenarios:
        steady:
          executor: ramping-vus
          startVUs: 0
          stages:
            - { duration: 3s, target: 20 }
            - { duration: 12s, target: 20 }
            - { duration: 2s, target: 0 }
          thinkTime: 50ms
          mix: { ok: 90, fail: 10 }
      """;

  @TempDir static Path root;
  private static Path folder;
  private static TargetServer target;
  private static PulseProcess.Result run;
  private static JsonNode summary;
  private static ExportedSamples samples;
  private static Path report;

  @BeforeAll
  static void runOnce() throws Exception {
    var done = runIn(root.resolve("1"));
    for (int again = 2; again <= MOST_RUNS && onlyTheMachineWasBusy(done.summary()); again++) {
      System.out.println("run again, as the report says: " + done.summary().path("reasons"));
      done.target().close();
      done = runIn(root.resolve(Integer.toString(again)));
    }
    folder = done.folder();
    target = done.target();
    run = done.run();
    report = done.report();
    summary = done.summary();
    samples = ExportedSamples.read(folder.resolve("samples.csv"));
  }

  private record Done(
      Path folder, TargetServer target, PulseProcess.Result run, Path report, JsonNode summary) {}

  private static Done runIn(Path place) throws Exception {
    Files.createDirectories(place);
    Files.writeString(place.resolve("pipeline.yaml"), SCENARIO, UTF_8);
    var server = new TargetServer();
    var ran =
        PulseProcess.run(
            place,
            PATIENCE,
            "run",
            "pipeline.yaml",
            "-e",
            "BASE_URL=" + server.address(),
            "--out",
            "csv=samples.csv",
            "--summary-mode",
            "full");
    try (var reports = Files.list(place.resolve("reports"))) {
      Path written = reports.findFirst().orElseThrow(() -> new AssertionError(ran.output()));
      var all = new ObjectMapper().readTree(written.resolve("summary.json").toFile());
      return new Done(place, server, ran, written, all.path("runs").get(0));
    }
  }

  /**
   * A neighbour of this machine took its CPU for a second, and the run says so and nothing else.
   */
  private static boolean onlyTheMachineWasBusy(JsonNode summary) {
    var reasons = new ArrayList<String>();
    summary.path("reasons").forEach(reason -> reasons.add(reason.asText()));
    reasons.removeIf(reason -> reason.startsWith("error rate of ") && reason.contains(", FAIL"));
    return summary.path("verdict").asText().equals("INCONCLUSIVE")
        && reasons.size() == 1
        && reasons.get(0).startsWith("the machine's CPU was busy");
  }

  @AfterAll
  static void stop() {
    target.close();
  }

  @Test
  void theErrorsOfTheTargetFailTheRun() {
    assertThat(run.exitCode()).as(run.output()).isEqualTo(FAILED);
    assertThat(summary.path("verdict").asText()).isEqualTo("FAIL");
  }

  @Test
  void everyScheduledSampleIsThere() {
    var accounting = summary.path("accounting");

    assertThat(accounting.path("status").asText()).isEqualTo("COMPLETE");
    assertThat(accounting.path("lost").asLong()).isZero();
    assertThat(accounting.path("scheduled").asLong()).isEqualTo(samples.count()).isPositive();
    assertThat(run.output()).contains("agents 1 of 1 · scheduled ").contains(" · lost 0");
  }

  @Test
  void theTargetAnsweredWhatWasRecorded() {
    // The pre-flight asks once or twice more, and what was cancelled at the end may be answered.
    assertThat(target.answered() - samples.where(row -> !"0".equals(row.get("status"))).count())
        .isBetween(0L, 25L);
  }

  @Test
  void everyPercentileOfTheSummaryIsThatOfTheSortedSamples() {
    var executed = executed(samples);
    var response = metric(summary, "response_time");
    var answered = executed.where(row -> !"0".equals(row.get("status")));

    assertTrend(response, executed, "response_us");
    assertTrend(metric(summary, "http_req_waiting"), answered, "wait_us");
    assertTrend(metric(summary, "http_req_receiving"), answered, "receive_us");
  }

  @Test
  void customMetricsAndCountsAreThoseOfTheirRequest() {
    for (String request : List.of("ok", "fail")) {
      var own = executed(samples.ofRequest(request)).where(row -> !"0".equals(row.get("status")));
      var metric = metric(summary, request + "_latency");
      long[] durations = own.sums("wait_us", "receive_us");
      assertThat(metric.path("count").asLong()).isEqualTo(own.count());
      assertThat(metric.path("max").asDouble())
          .isEqualTo(durations[durations.length - 1] / 1e3, within(0.001));
    }
    assertThat(metric(summary, "http_reqs").path("count").asLong())
        .isEqualTo(executed(samples).count());
  }

  @Test
  void errorsAndChecksAreCountedOneByOne() {
    var failed = samples.where(row -> "500".equals(row.get("status")));
    var executed = executed(samples);

    assertThat(failed.count()).isPositive();
    assertThat(metric(summary, "http_req_failed").path("rate").asDouble())
        .isEqualTo((double) failed.count() / executed.count(), within(1e-9));
    for (JsonNode check : summary.path("checks")) {
      if (check.path("name").asText().equals("fail status 200")) {
        assertThat(check.path("fails").asLong()).isEqualTo(failed.count());
      }
    }
  }

  @Test
  void theReportShowsTheSameFigures() throws IOException {
    String markdown = Files.readString(report.resolve("load-testing-report.md"), UTF_8);
    String html = Files.readString(report.resolve("load-testing-report.html"), UTF_8);

    for (String text : List.of(markdown, html)) {
      assertThat(text).contains("REQUIRES OPTIMIZATION").contains("Executive Summary");
      assertThat(text).contains(String.format(java.util.Locale.ROOT, "%,d", samples.count()));
    }
    assertThat(markdown).contains("## 6").contains("lost 0");
    assertThat(html).contains("<svg").doesNotContain("<script");
  }

  @Test
  void verifyRecomputesTheSame() throws Exception {
    var verified = PulseProcess.run(folder, PATIENCE, "verify", "latest");

    assertThat(verified.exitCode()).as(verified.output()).isZero();
    assertThat(verified.output())
        .contains(samples.count() + " of " + samples.count() + " samples accounted for");
  }

  @Test
  void replayGivesTheSame() throws Exception {
    var replayed = PulseProcess.run(folder, PATIENCE, "replay", "latest");

    assertThat(replayed.exitCode()).as(replayed.output()).isZero();
    assertThat(replayed.output()).contains("every figure is equal");
  }

  @Test
  void theSameRunGivesTheSameReportByteForByte() throws Exception {
    var again = PulseProcess.run(folder, PATIENCE, "report", "latest", "--out", "again");

    assertThat(again.exitCode()).as(again.output()).isIn(0, INCONCLUSIVE, FAILED);
    for (String name :
        List.of("load-testing-report.md", "load-testing-report.html", "summary.json")) {
      assertThat(folder.resolve("again").resolve(name))
          .hasSameBinaryContentAs(report.resolve(name));
    }
  }

  @Test
  void k6LinesHoldEverySample() throws Exception {
    var exported =
        PulseProcess.run(folder, PATIENCE, "export", "latest", "--format", "json", "-o", "k6.json");

    assertThat(exported.exitCode()).as(exported.output()).isZero();
    long points = 0;
    var json = new ObjectMapper();
    for (String line : Files.readAllLines(folder.resolve("k6.json"), UTF_8)) {
      var node = json.readTree(line);
      boolean isRequest = node.path("metric").asText().equals("http_reqs");
      points += isRequest && node.path("type").asText().equals("Point") ? 1 : 0;
    }
    assertThat(points).isEqualTo(executed(samples).count());
  }

  private static ExportedSamples executed(ExportedSamples all) {
    return all.where(
        row ->
            !"cancelled".equals(row.get("outcome")) && !"not started".equals(row.get("outcome")));
  }

  private static JsonNode metric(JsonNode run, String name) {
    return run.path("metrics").path(name);
  }

  private static void assertTrend(JsonNode metric, ExportedSamples samples, String column) {
    long[] sorted = samples.sorted(column);
    assertThat(metric.path("count").asLong()).as(column).isEqualTo(sorted.length);
    assertThat(metric.path("min").asDouble()).isEqualTo(sorted[0] / 1e3, within(1e-9));
    assertThat(metric.path("max").asDouble())
        .isEqualTo(sorted[sorted.length - 1] / 1e3, within(1e-9));
    for (double percentile : new double[] {90, 95, 99, 99.9}) {
      String name = "p(" + (percentile == 99.9 ? "99.9" : String.valueOf((int) percentile)) + ")";
      double truth = samples.percentile(column, percentile) / 1e3;
      assertThat(metric.path(name).asDouble())
          .as(column + " " + name)
          .isBetween(truth - 1e-9, truth * (1 + PRECISION) + 0.001);
    }
  }
}
