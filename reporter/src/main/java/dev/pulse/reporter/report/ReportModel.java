package dev.pulse.reporter.report;

import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.reporter.bottleneck.Finding;
import dev.pulse.reporter.verdict.Criteria;
import dev.pulse.reporter.verdict.Criterion;
import dev.pulse.reporter.verdict.Decision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

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

  /** One for each finding of any run, equal ones once. */
  private static List<Map<String, Object>> recommendations(List<JudgedRun> runs) {
    Map<String, Map<String, Object>> byRule = new LinkedHashMap<>();
    for (JudgedRun run : runs) {
      for (var finding : advised(run)) {
        Map<String, Object> model =
            byRule.computeIfAbsent(
                finding.rule() + finding.solution() + finding.requests(),
                key -> {
                  Map<String, Object> fresh = new LinkedHashMap<>(FindingModel.of(finding, run));
                  fresh.put("runs", new ArrayList<String>());
                  return fresh;
                });
        if (model.get("runs") instanceof List<?> names) {
          model.put("runs", appended(names, title(run)));
        }
      }
    }
    return List.copyOf(byRule.values());
  }

  /** Without what other findings explain: that is healed with its cause. */
  private static List<Finding> advised(JudgedRun run) {
    return run.bottlenecks().findings().stream()
        .filter(finding -> finding.explainedBy().isEmpty())
        .toList();
  }

  private static List<Object> appended(List<?> names, String name) {
    var all = new LinkedHashSet<Object>(names);
    all.add(name);
    return List.copyOf(all);
  }
}
