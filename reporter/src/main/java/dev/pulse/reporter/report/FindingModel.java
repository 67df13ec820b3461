package dev.pulse.reporter.report;

import dev.pulse.reporter.bottleneck.Bottlenecks;
import dev.pulse.reporter.bottleneck.Finding;
import dev.pulse.reporter.bottleneck.Finding.StatementTime;
import dev.pulse.reporter.bottleneck.Movement;
import dev.pulse.reporter.bottleneck.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bottlenecks as a template sees them. */
final class FindingModel {
  private static final int MOST_SPANS = 5;

  private FindingModel() {}

  static Map<String, Object> of(Finding finding, JudgedRun run) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("rule", finding.rule());
    model.put("title", finding.title());
    model.put("namesCause", finding.namesCause());
    model.put("sureness", finding.sureness().name());
    model.put("explainedBy", finding.explainedBy());
    model.put("figures", finding.figures());
    model.put("evidence", finding.evidence());
    model.put("ruledOut", finding.ruledOut());
    model.put("moved", finding.movements().stream().map(Movement::text).toList());
    model.put("statements", finding.statements().stream().map(FindingModel::statement).toList());
    var chart = run.findingCharts().get(finding.rule());
    model.put("charts", chart == null ? List.of() : List.of(RunModel.chart(chart)));
    model.put("effect", finding.effect().text());
    model.put("when", when(finding.spans()));
    model.put("requests", finding.requests());
    model.put("cause", finding.cause());
    model.put("solution", finding.solution());
    model.put("proof", finding.proof());
    model.put("retest", finding.retest());
    return model;
  }

  private static Map<String, Object> statement(StatementTime statement) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("text", statement.text());
    model.put("calls", Texts.count(statement.calls()));
    model.put("mean", Texts.millis(statement.meanMicros()));
    model.put("share", Texts.percent(statement.share()));
    return model;
  }

  private static String when(List<Span> spans) {
    if (spans.isEmpty()) {
      return "in no single interval, only over the whole run";
    }
    List<String> first =
        spans.stream()
            .limit(MOST_SPANS)
            .map(span -> Texts.clock(span.fromMicros()) + " to " + Texts.clock(span.toMicros()))
            .toList();
    int more = spans.size() - first.size();
    return String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
  }

  static List<Map<String, Object>> outcomes(Bottlenecks bottlenecks) {
    return bottlenecks.outcomes().stream()
        .map(
            outcome -> {
              Map<String, Object> model = new LinkedHashMap<>();
              model.put("rule", outcome.rule());
              model.put("symptom", outcome.symptom());
              model.put("state", outcome.state().label());
              model.put("note", outcome.note());
              return model;
            })
        .toList();
  }
}
