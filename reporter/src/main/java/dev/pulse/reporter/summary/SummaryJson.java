package dev.pulse.reporter.summary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.reporter.run.Accounting;
import dev.pulse.reporter.run.StreamBalance;
import dev.pulse.reporter.verdict.CriterionResult;
import dev.pulse.reporter.verdict.Decision;
import dev.pulse.reporter.verdict.Judgement;
import dev.pulse.reporter.verdict.ThresholdResult;
import java.util.List;

/**
 * {@code summary.json}: decision, and for each run verdict, criteria, thresholds, accounting,
 * checks and metrics. Keys are explained in {@code docs/export.md}; their order is fixed, and the
 * same runs give the same bytes. Durations are milliseconds, as k6 has them.
 */
public final class SummaryJson {
  /** Version of the form: raised when a key changes its meaning. */
  public static final int SCHEMA = 1;

  private static final double MICROS_PER_MILLI = 1e3;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<TrendStat> STATS =
      TrendStat.parse("count,avg,min,med,max,p(90),p(95),p(99),p(99.9)");

  private SummaryJson() {}

  /** The decision over some runs and their summaries, as text with a line feed at its end. */
  public static String of(Decision decision, List<RunSummary> runs) {
    var root = JSON.objectNode().put("schema", SCHEMA);
    var decided = root.putObject("decision").put("kind", decision.kind().name());
    decided.put("text", decision.text());
    strings(decided.putArray("reasons"), decision.reasons());
    var array = root.putArray("runs");
    runs.forEach(run -> array.add(run(run)));
    try {
      return new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(root)
              .replace(System.lineSeparator(), "\n")
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values can be written", e);
    }
  }

  private static void strings(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }

  private static ObjectNode run(RunSummary summary) {
    var run =
        JSON.objectNode()
            .put("run", summary.run())
            .put("title", summary.title())
            .put("target", summary.target());
    Judgement judgement = summary.judgement();
    run.put("verdict", judgement.verdict().name());
    strings(run.putArray("reasons"), judgement.reasons());
    var criteria = run.putArray("criteria");
    judgement.criteria().forEach(result -> criteria.add(criterion(result)));
    var thresholds = run.putArray("thresholds");
    judgement.thresholds().forEach(result -> thresholds.add(threshold(result)));
    run.set("accounting", accounting(judgement.accounting()));
    section(run, summary.total());
    var scenarios = run.putObject("scenarios");
    summary.scenarios().forEach((name, part) -> section(scenarios.putObject(name), part));
    return run;
  }

  private static ObjectNode criterion(CriterionResult result) {
    var criterion = result.criterion();
    return JSON.objectNode()
        .put("criterion", criterion.name())
        .put("scope", result.scope())
        .put("samples", result.samples())
        .put("value", criterion.shown(result.estimate().value()))
        .put("lower", criterion.shown(result.estimate().lower()))
        .put("upper", criterion.shown(result.estimate().upper()))
        .put("acceptance", criterion.shown(result.band().acceptance()))
        .put("marginal", criterion.shown(result.band().marginal()))
        .put("verdict", result.verdict().name())
        .put("reason", result.reason());
  }

  private static ObjectNode threshold(ThresholdResult result) {
    var node =
        JSON.objectNode().put("metric", result.metric()).put("expression", result.expression());
    if (result.hasData()) {
      node.put("value", result.observed());
    } else {
      node.putNull("value");
    }
    return node.put("ok", result.holds());
  }

  private static ObjectNode accounting(Accounting accounting) {
    var node =
        JSON.objectNode()
            .put("status", accounting.status().name())
            .put("agents", accounting.agents())
            .put("expected_agents", accounting.expectedAgents())
            .put("scheduled", accounting.scheduled())
            .put("received", accounting.received())
            .put("acknowledged", accounting.acknowledged())
            .put("lost", accounting.lost())
            .put("missing", accounting.missing())
            .put("duplicate_batches", accounting.duplicateBatches())
            .put("rejected_batches", accounting.rejectedBatches());
    strings(node.putArray("faults"), accounting.faults());
    var losses = node.putArray("loss_ranges");
    for (StreamBalance stream : accounting.streams()) {
      for (var range : stream.lost()) {
        losses
            .addObject()
            .put("stream", stream.stream().toString())
            .put("first_sample", range.getFirstSample())
            .put("last_sample", range.getLastSample())
            .put("reason", range.getReason());
      }
    }
    return node;
  }

  private static void section(ObjectNode node, RunSummary.Section section) {
    var checks = node.putArray("checks");
    for (CheckLine check : section.checks()) {
      checks
          .addObject()
          .put("name", check.name())
          .put("passes", check.passes())
          .put("fails", check.fails());
    }
    var metrics = node.putObject("metrics");
    section.groups().values().forEach(group -> group.forEach(metric -> metric(metrics, metric)));
  }

  private static void metric(ObjectNode metrics, Metric metric) {
    var node = metrics.putObject(metric.name());
    if (metric instanceof Metric.Trend trend) {
      for (TrendStat stat : STATS) {
        double figure = stat.of(trend.micros());
        node.put(stat.name(), stat.isCount() ? figure : figure / MICROS_PER_MILLI);
      }
    } else if (metric instanceof Metric.Rate rate) {
      node.put("hits", rate.share().hits()).put("total", rate.share().total());
      node.put("rate", rate.share().total() == 0 ? 0 : rate.share().rate());
    } else if (metric instanceof Metric.Counter counter) {
      node.put("count", counter.count()).put("rate", counter.perSecond());
    } else if (metric instanceof Metric.Gauge gauge) {
      node.put("value", gauge.value()).put("min", gauge.min()).put("max", gauge.max());
    }
  }
}
