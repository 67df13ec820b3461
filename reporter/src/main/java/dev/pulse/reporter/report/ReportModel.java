package dev.pulse.reporter.report;

import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.reporter.bottleneck.Finding;
import dev.pulse.reporter.verdict.Criteria;
import dev.pulse.reporter.verdict.Criterion;
import dev.pulse.reporter.verdict.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a template sees; described at the head of {@code docs/load-testing-report-template.md}. */
final class ReportModel {
  private ReportModel() {}

  static Map<String, Object> of(List<JudgedRun> runs, Criteria criteria, Decision decision) {
    List<Map<String, Object>> models =
        runs.stream().map(run -> RunModel.of(run, criteria)).toList();
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("title", title(runs));
    root.put("decision", decision(decision));
    root.put("criteria", criteria(criteria));
    root.put("runs", models);
    root.put("runIds", runs.stream().map(run -> run.data().run()).toList());
    root.put("recommendations", recommendations(runs));
    var programs = new TreeSet<String>();
    runs.forEach(run -> programs.addAll(run.data().programs()));
    root.put("profiling", Profiling.of(programs));
    return root;
  }

  private static String title(List<JudgedRun> runs) {
    var titles = new LinkedHashSet<String>();
    for (JudgedRun run : runs) {
      titles.add(title(run));
    }
    return String.join(", ", titles);
  }

  static String title(JudgedRun run) {
    RunPlan plan = run.data().plan();
    return plan.getTitle().isBlank() ? run.data().run() : plan.getTitle();
  }

  private static Map<String, Object> decision(Decision decision) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("kind", decision.kind().name());
    model.put("label", decision.kind().label());
    model.put("text", decision.text());
    model.put("reasons", decision.reasons());
    model.put("waived", decision.waiver().isPresent());
    model.put("approver", decision.waiver().map(waiver -> waiver.approver()).orElse(""));
    model.put("waiverReason", decision.waiver().map(waiver -> waiver.reason()).orElse(""));
    return model;
  }

  private static Map<String, Object> criteria(Criteria criteria) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("p99Ideal", Criterion.P99.text(criteria.p99Micros().ideal()));
    model.put("p99Acceptance", Criterion.P99.text(criteria.p99Micros().acceptance()));
    model.put("p99Marginal", Criterion.P99.text(criteria.p99Micros().marginal()));
    model.put("errorAcceptance", Criterion.ERROR_RATE.text(criteria.errorRate().acceptance()));
    model.put("errorMarginal", Criterion.ERROR_RATE.text(criteria.errorRate().marginal()));
    model.put("confidence", Texts.decimal(criteria.evidence().confidence() * 100, 0) + " %");
    return model;
  }

  /** One for each finding of any run, equal ones once; greatest expected effect first. */
  private static List<Map<String, Object>> recommendations(List<JudgedRun> runs) {
    Map<String, List<Advice>> byRule = new LinkedHashMap<>();
    runs.stream()
        .flatMap(ReportModel::advised)
        .sorted(Comparator.comparing(Advice::finding, Finding.BY_EXPECTED_EFFECT))
        .forEach(
            one ->
                byRule
                    .computeIfAbsent(
                        one.finding().rule() + one.finding().requests(), key -> new ArrayList<>())
                    .add(one));
    return byRule.values().stream().map(ReportModel::recommendation).toList();
  }

  private record Advice(Finding finding, JudgedRun run) {}

  /** Without what other findings explain: that is healed with its cause. */
  private static Stream<Advice> advised(JudgedRun run) {
    return run.bottlenecks().findings().stream()
        .filter(finding -> finding.explainedBy().isEmpty())
        .map(finding -> new Advice(finding, run));
  }

  /** With the figures of the run in which the most is to be gained. */
  private static Map<String, Object> recommendation(List<Advice> same) {
    Advice first = same.get(0);
    Map<String, Object> model = new LinkedHashMap<>(FindingModel.of(first.finding(), first.run()));
    model.put("runs", same.stream().map(one -> title(one.run())).distinct().toList());
    return model;
  }
}
