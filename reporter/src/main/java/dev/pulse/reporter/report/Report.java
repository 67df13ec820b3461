package dev.pulse.reporter.report;

import dev.pulse.reporter.bottleneck.Bottlenecks;
import dev.pulse.reporter.bottleneck.RuleSet;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.summary.RunSummary;
import dev.pulse.reporter.summary.SummaryJson;
import dev.pulse.reporter.verdict.Criteria;
import dev.pulse.reporter.verdict.Decision;
import dev.pulse.reporter.verdict.Judge;
import dev.pulse.reporter.verdict.Judgement;
import dev.pulse.reporter.verdict.Waiver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The report of one or more runs. The same runs, criteria, rules, waiver and template give the same
 * bytes; the only times in it are the runs' own.
 */
public final class Report {
  /** Name of the report as Markdown. */
  public static final String MARKDOWN = "load-testing-report.md";

  /** Name of the report as a page. */
  public static final String HTML = "load-testing-report.html";

  /** Name of the same figures for programs. */
  public static final String SUMMARY = "summary.json";

  private final List<JudgedRun> runs;
  private final Criteria criteria;
  private final Decision decision;

  private Report(List<JudgedRun> runs, Criteria criteria, Decision decision) {
    this.runs = runs;
    this.criteria = criteria;
    this.decision = decision;
  }

  /** Judges the runs and looks for their bottlenecks by the rules that come with this program. */
  public static Report of(List<RunData> runs, Criteria criteria, Optional<Waiver> waiver) {
    return of(runs, criteria, RuleSet.standard(), waiver);
  }

  /**
   * Judges the runs and looks for their bottlenecks.
   *
   * @param runs in the order of the report
   * @param rules what is looked for
   * @param waiver someone's word for MARGINAL results
   */
  public static Report of(
      List<RunData> runs, Criteria criteria, RuleSet rules, Optional<Waiver> waiver) {
    var judged = new ArrayList<JudgedRun>();
    for (RunData data : runs) {
      judged.add(judged(data, criteria, rules, judged.size() + 1));
    }
    List<Judgement> judgements = judged.stream().map(JudgedRun::judgement).toList();
    return new Report(List.copyOf(judged), criteria, Decision.over(judgements, waiver));
  }

  private static JudgedRun judged(RunData data, Criteria criteria, RuleSet rules, int number) {
    Judgement judgement = new Judge(criteria).judge(data);
    boolean complete = judgement.accounting().isComplete();
    var charts = new RunCharts(data, complete, criteria, number);
    var bottlenecks = Bottlenecks.of(data, criteria, rules);
    return new JudgedRun(
        data, judgement, bottlenecks, charts.all(), charts.of(bottlenecks.findings()));
  }

  /** What the runs come to together. */
  public Decision decision() {
    return decision;
  }

  /** The verdicts of the runs, in the order of the report. */
  public List<Judgement> judgements() {
    return runs.stream().map(JudgedRun::judgement).toList();
  }

  /**
   * The report as Markdown.
   *
   * @throws ReportException if the template is wrong; the message begins with {@code FILE:LINE:}
   */
  public String markdown(ReportTemplate template) throws ReportException {
    return template.render(ReportModel.of(runs, criteria, decision));
  }

  /** The page made of the report's Markdown, with the charts in it. */
  public String html(String markdown) {
    Map<String, String> inline = new LinkedHashMap<>();
    charts().forEach(chart -> inline.put(chart.file(), chart.inline()));
    String title = String.valueOf(ReportModel.of(runs, criteria, decision).get("title"));
    return new HtmlPage(inline).render("Load testing report: " + title, markdown);
  }

  private List<RunSummary> summaries() {
    return runs.stream().map(run -> RunSummary.of(run.data(), run.judgement())).toList();
  }

  private List<ReportChart> charts() {
    return runs.stream()
        .flatMap(run -> Stream.concat(run.charts().stream(), run.findingCharts().values().stream()))
        .toList();
  }

  /**
   * Writes {@link #MARKDOWN}, {@link #HTML}, {@link #SUMMARY} and the charts beside them, each file
   * whole or not at all, the Markdown last.
   *
   * @return where the Markdown stands
   * @throws ReportException if the template is wrong or a file cannot be written
   */
  public Path write(ReportTemplate template, Path directory) throws ReportException {
    String markdown = markdown(template);
    var files = new ReportFiles(directory);
    for (ReportChart chart : charts()) {
      files.write(chart.file(), chart.standalone());
    }
    files.write(SUMMARY, SummaryJson.of(decision, summaries()));
    files.write(HTML, html(markdown));
    return files.write(MARKDOWN, markdown);
  }
}
