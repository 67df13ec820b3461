package dev.pulse.reporter.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.v1.ResourceSample;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.verdict.Criteria;
import dev.pulse.reporter.verdict.Decision;
import dev.pulse.reporter.verdict.Waiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  private final Path directory;

  ReportTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void reportOfASmallRunIsTheGoldenOne() throws Exception {
    Report.of(List.of(healthy()), Criteria.DEFAULT, Optional.empty())
        .write(ReportTemplate.standard(), directory);
    for (String name : List.of(Report.MARKDOWN, Report.HTML)) {
      String written = Files.readString(directory.resolve(name));
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(GOLDEN);
        Files.writeString(GOLDEN.resolve(name), written);
      }
      assertThat(written)
          .as("to accept the change: mvn test -Dgolden.update=true")
          .isEqualTo(Files.readString(GOLDEN.resolve(name)));
    }
  }

  @Test
  void sameRunIsSameBytesInAnyLocaleAndTimeZone() throws Exception {
    Path first = directory.resolve("1");
    Path second = directory.resolve("2");
    overloadedReport().write(ReportTemplate.standard(), first);
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
      overloadedReport().write(ReportTemplate.standard(), second);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
    List<String> names = files(first);
    assertThat(names)
        .contains(Report.MARKDOWN, Report.HTML, Report.SUMMARY, "charts/run1-errors.svg");
    assertThat(files(second)).isEqualTo(names);
    for (String name : names) {
      assertThat(Files.mismatch(first.resolve(name), second.resolve(name))).as(name).isEqualTo(-1);
    }
  }

  @Test
  void reportHasTheSixSectionsAndOpensWithTheDecision() throws Exception {
    String markdown = overloadedReport().markdown(ReportTemplate.standard());
    assertThat(markdown)
        .containsSubsequence(
            "## 1 Executive Summary\n\n**⏳ REQUIRES OPTIMIZATION**",
            "agents 1 of 1 · scheduled ",
            "## 2 Test Scenarios",
            "## 3 Results",
            "## 4 Bottleneck Analysis",
            "## 5 Optimization Recommendations",
            "--vus 1",
            "## 6 Approval Decision");
  }

  @Test
  void everyImageOfTheMarkdownIsAFileBesideIt() throws Exception {
    Path written = overloadedReport().write(ReportTemplate.standard(), directory);
    var images =
        Files.readString(written)
            .lines()
            .filter(line -> line.startsWith("!["))
            .map(line -> line.substring(line.indexOf('(') + 1, line.length() - 1))
            .toList();
    assertThat(images).hasSize(4).allSatisfy(i -> assertThat(directory.resolve(i)).exists());
  }

  @Test
  void findingShowsLatencyAboveItsResourceAndSaysHowToGoOn() throws Exception {
    var data =
        new SyntheticRun("r-1").latency((second, request, draw) -> 600_000 + draw * 400_000).data();
    busyApi(data);
    Report report = Report.of(List.of(data), Criteria.DEFAULT, Optional.empty());
    report.write(ReportTemplate.standard(), directory);

    assertThat(Files.readString(directory.resolve("charts/run1-too-few-pods.svg")))
        .contains("response time and cpu_ratio", "class=\"span\"", "bound 70 %");
    assertThat(Files.readString(directory.resolve(Report.MARKDOWN)))
        .contains("charts/run1-too-few-pods.svg", "| Sureness | CERTAIN |")
        .contains("1. **API under-provisioned: CPU**", "py-spy record", "Expected effect: 100.0 %")
        .doesNotContain("asprof");
  }

  @Test
  void recommendationsOfSeveralRunsBeginWithWhatGainsMostInAnyOfThem() throws Exception {
    var little =
        new SyntheticRun("r-1")
            .names("First", "portfolio", "trades")
            .latency((second, request, draw) -> request.equals("trades") ? 900_000 : 20_000)
            .data();
    var busy =
        new SyntheticRun("r-2")
            .names("Second", "portfolio", "trades")
            .latency((second, request, draw) -> 900_000 + draw * 9_000)
            .data();
    busyApi(busy);

    String markdown =
        Report.of(List.of(little, busy), Criteria.DEFAULT, Optional.empty())
            .markdown(ReportTemplate.standard());

    String advice = markdown.substring(markdown.indexOf("## 5 "), markdown.indexOf("## 6 "));
    assertThat(advice)
        .containsSubsequence("1. **API under-provisioned: CPU**", "2. **", "Response time above");
    assertThat(advice).contains("**Response time above its bound**: trades");
  }

  @Test
  void pageNeedsNothingFromElsewhere() throws Exception {
    Report report = overloadedReport();
    String html = report.html(report.markdown(ReportTemplate.standard()));
    assertThat(html).contains("<svg").contains("default-src 'none'");
    assertThat(html.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("src=")
        .doesNotContain("<script")
        .doesNotContain("url(")
        .doesNotContain("@import")
        .doesNotContain("href=");
  }

  @Test
  void hostileNamesAreShownAndDoNothing() throws Exception {
    String read =
        "a|b`<script>alert(1)</script>\n# x [y](javascript:z) ![i](http://evil.example/i)";
    var run =
        new SyntheticRun("r-1").names("<img src=x onerror=alert(1)>\n\n## 7 APPROVED", read, "w");
    Report report = Report.of(List.of(run.data()), Criteria.DEFAULT, Optional.empty());
    String markdown = report.markdown(ReportTemplate.standard());
    String html = report.html(markdown);

    assertThat(markdown).doesNotContain("\n## 7").contains("a\\|b\\`\\<script\\>");
    assertThat(html)
        .doesNotContain("<script")
        .doesNotContain("<img")
        .doesNotContain("href=")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;");
    long cells = html.lines().filter(line -> line.startsWith("<td>a|b`&lt;script&gt;")).count();
    assertThat(cells).isPositive();
  }

  @Test
  void runWithoutRecordsIsInconclusiveAndStillReported() throws Exception {
    Report report = Report.of(List.of(new RunData("nothing")), Criteria.DEFAULT, Optional.empty());
    String markdown = report.markdown(ReportTemplate.standard());
    assertThat(report.decision().kind()).isEqualTo(Decision.Kind.INCONCLUSIVE);
    assertThat(markdown).contains("❔ INCONCLUSIVE").contains("no request was executed");
    assertThat(report.html(markdown)).contains("no data");
  }

  @Test
  void reportOfNoRunSaysSo() throws Exception {
    Report report = Report.of(List.of(), Criteria.DEFAULT, Optional.empty());
    assertThat(report.markdown(ReportTemplate.standard())).contains("There is no run");
  }

  @Test
  void missingSamplesAreSaidAndKeepTheRunFromApproval() throws Exception {
    var run = new SyntheticRun("r-1").missing(321);
    Report report = Report.of(List.of(run.data()), Criteria.DEFAULT, Optional.empty());
    assertThat(report.decision().kind()).isEqualTo(Decision.Kind.INCONCLUSIVE);
    assertThat(report.markdown(ReportTemplate.standard())).contains("missing 321");
  }

  @Test
  void whatHappenedToTheSystemUnderTestIsATableOfTheReport() throws Exception {
    RunData data = healthy();
    var start = data.startedAt().orElseThrow();
    for (int i = 0; i < 101; i++) {
      data.accept(
          ResourceSample.newBuilder()
              .setRun(data.run())
              .setSource("kubernetes")
              .setSeries("oom_kill")
              .setAtEpochMicros(start.plusSeconds(65 + i).toEpochMilli() * 1_000)
              .setEvent("container api | <b>killed</b>")
              .putLabels("label", "pod/api-" + i)
              .build());
    }
    Report report = Report.of(List.of(data), Criteria.DEFAULT, Optional.empty());

    assertThat(report.markdown(ReportTemplate.standard()))
        .contains(
            "Events of the system under test:\n\n| At | Source | | Of | What happened |\n"
                + "|--:|---|---|---|---|\n"
                + "| 1:05 | kubernetes | oom kill | pod/api-0 |"
                + " container api \\| \\<b\\>killed\\</b\\> |\n")
        .contains("| pod/api-99 |")
        .doesNotContain("| pod/api-100 |")
        .contains("more events than the first 100");
  }

  @Test
  void waiverOfAMarginalRunIsPrinted() throws Exception {
    var run = new SyntheticRun("r-1").latency((second, request, draw) -> 600_000 + draw * 20_000);
    Report report =
        Report.of(
            List.of(run.data()),
            Criteria.DEFAULT,
            Optional.of(new Waiver("Ann <CTO>", "only | until March")));
    assertThat(report.markdown(ReportTemplate.standard()))
        .contains("WAIVED by Ann \\<CTO\\>: only \\| until March");
  }

  @Test
  void usersTemplateIsUsed() throws Exception {
    Path template = directory.resolve("mine.md");
    Files.writeString(
        template, "# ${title}\n<#list runs as run>\n${run.total.p99Micros}\n</#list>");
    Report report = Report.of(List.of(healthy()), Criteria.DEFAULT, Optional.empty());
    long p99 = report.judgements().get(0).criteria().get(0).samples();
    assertThat(p99).isPositive();
    assertThat(report.markdown(ReportTemplate.of(template)))
        .matches("# AlphaPulse baseline\\R[0-9]{4,6}\\R");
  }

  @Test
  void faultInATemplateNamesFileAndLine() throws Exception {
    Path template = directory.resolve("mine.md");
    Files.writeString(template, "fine\n${runs[0].total.p98}\n");
    assertThatExceptionOfType(ReportException.class)
        .isThrownBy(() -> overloadedReport().markdown(ReportTemplate.of(template)))
        .withMessageStartingWith(template + ":2: ")
        .withMessageContaining("p98")
        .withMessageNotContaining("\n");
    Files.writeString(template, "fine\n\n<#if >\n");
    assertThatExceptionOfType(ReportException.class)
        .isThrownBy(() -> overloadedReport().markdown(ReportTemplate.of(template)))
        .withMessageStartingWith(template + ":3: ");
  }

  @Test
  void templateReachesNoClassNoFileAndNoOtherTemplate() throws Exception {
    Path template = directory.resolve("mine.md");
    for (String attack :
        List.of(
            "${\"freemarker.template.utility.Execute\"?new()(\"id\")}",
            "${title?api.class}",
            "${title.class.forName(\"java.lang.Runtime\")}",
            "<#include \"/etc/passwd\">",
            "<#import \"/etc/passwd\" as x>")) {
      Files.writeString(template, attack);
      assertThatExceptionOfType(ReportException.class)
          .as(attack)
          .isThrownBy(() -> overloadedReport().markdown(ReportTemplate.of(template)));
    }
  }

  @Test
  void templateWithAnEndlessLoopEnds() throws Exception {
    Path template = directory.resolve("mine.md");
    Files.writeString(template, "<#list 1.. as i>\n${i}\n</#list>");
    assertThatExceptionOfType(ReportException.class)
        .isThrownBy(() -> overloadedReport().markdown(ReportTemplate.of(template)))
        .withMessageContaining("at most 32000000 characters");
  }

  @Test
  void longRunIsMergedIntoFewPointsAndKeepsItsPeak() throws Exception {
    var run =
        new SyntheticRun("r-1")
            .seconds(60, 21_480)
            .vus(4)
            .latency(
                (second, request, draw) ->
                    second == 12_345 && request.equals("trades") ? 9_000_000 : 20_000);
    Report.of(List.of(run.data()), Criteria.DEFAULT, Optional.empty())
        .write(ReportTemplate.standard(), directory);
    String svg = Files.readString(directory.resolve("charts/run1-response-time.svg"));
    assertThat(svg).hasSizeLessThan(60_000).contains(">10,000<").contains("class=\"area high\"");
  }

  @Test
  void templateThatIsNotThereIsNamed() {
    assertThatExceptionOfType(ReportException.class)
        .isThrownBy(() -> ReportTemplate.of(directory.resolve("none.md")))
        .withMessageContaining("none.md");
  }

  @Test
  void directoryThatCannotBeMadeIsNamed() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "in the way");
    assertThatExceptionOfType(ReportException.class)
        .isThrownBy(() -> overloadedReport().write(ReportTemplate.standard(), file.resolve("r")))
        .withMessageContaining(file.toString());
    assertThat(Files.readString(file)).isEqualTo("in the way");
  }

  @Test
  void nothingButTheReportIsLeftInItsDirectory() throws Exception {
    overloadedReport().write(ReportTemplate.standard(), directory);
    overloadedReport().write(ReportTemplate.standard(), directory);
    assertThat(files(directory)).noneMatch(name -> name.endsWith(".part"));
  }

  private static void busyApi(RunData data) {
    for (int second = 0; second < 100; second++) {
      data.accept(
          ResourceSample.newBuilder()
              .setRun(data.run())
              .setSource("process")
              .setSeries("cpu_ratio")
              .setUnit("ratio")
              .setAtEpochMicros(
                  data.startedAt().orElseThrow().plusSeconds(second).toEpochMilli() * 1_000)
              .setValue(0.95)
              .putLabels("label", "api")
              .putLabels("program", "python")
              .build());
    }
  }

  private static RunData healthy() throws Exception {
    return new SyntheticRun("20260101-000000-ab12").data();
  }

  private static Report overloadedReport() throws Exception {
    var run =
        new SyntheticRun("20260102-000000-cd34")
            .names("AlphaPulse target capacity", "portfolio", "trades")
            .latency((second, request, draw) -> (20_000 + draw * 900_000) * (1 + second / 60.0))
            .failure(
                (second, draw) -> second > 50 && draw < 0.05 ? Outcome.HTTP_ERROR : Outcome.OK);
    return Report.of(List.of(run.data()), Criteria.DEFAULT, Optional.empty());
  }

  private static List<String> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
