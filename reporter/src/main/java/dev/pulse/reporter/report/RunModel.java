package dev.pulse.reporter.report;

import dev.pulse.protocol.v1.MixEntry;
import dev.pulse.protocol.v1.RequestPlan;
import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.StagePlan;
import dev.pulse.reporter.run.Arrivals;
import dev.pulse.reporter.run.PlannedStages;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.verdict.Criteria;
import dev.pulse.reporter.verdict.CriterionResult;
import dev.pulse.reporter.verdict.Doubt;
import dev.pulse.reporter.verdict.Judgement;
import dev.pulse.reporter.verdict.ThresholdResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One run as a template sees it: what was to be run, how it was judged, what came of it. */
final class RunModel {
  private RunModel() {}

  static Map<String, Object> of(JudgedRun run, Criteria criteria) {
    Map<String, Object> model = new LinkedHashMap<>();
    RunData data = run.data();
    model.put("id", data.run());
    model.put("title", ReportModel.title(run));
    model.put("startedAt", data.startedAt().map(Texts::stamp).orElse(Texts.NONE));
    model.put("duration", Texts.duration(data.elapsedMicros()));
    model.put("durationMicros", data.elapsedMicros());
    model.put("stopReason", data.stopReason());
    model.put("maxVus", Health.maxVus(data));
    plan(model, data.plan());
    judgement(model, run.judgement());
    model.putAll(new Results(data).model());
    model.put("arrivals", arrivals(data));
    model.putAll(new Resources(data, criteria.utilisation()).model());
    model.put("health", Health.of(data));
    model.put("isMerged", data.intervalsPerPoint() > 1);
    model.put(
        "pointSeconds",
        Texts.decimal(data.intervalsPerPoint() * (double) data.intervalMicros() / 1e6, 0));
    model.put("charts", run.charts().stream().map(RunModel::chart).toList());
    model.put(
        "findings",
        run.bottlenecks().findings().stream().map(one -> FindingModel.of(one, run)).toList());
    model.put("rules", FindingModel.outcomes(run.bottlenecks()));
    return model;
  }

  static Map<String, Object> chart(ReportChart chart) {
    return map("title", chart.title(), "file", chart.file());
  }

  private static void plan(Map<String, Object> model, RunPlan plan) {
    model.put("description", plan.getDescription());
    model.put("file", plan.getFile());
    model.put("sha256", plan.getSha256());
    model.put("target", plan.getTarget());
    model.put("seed", Long.toUnsignedString(plan.getSeed()));
    model.put("pulseVersion", plan.getPulseVersion());
    model.put(
        "tags",
        new TreeMap<>(plan.getTagsMap())
            .entrySet().stream()
                .map(tag -> map("name", tag.getKey(), "value", tag.getValue()))
                .toList());
    model.put("scenarios", plan.getScenariosList().stream().map(s -> scenario(s, plan)).toList());
  }

  private static Map<String, Object> scenario(ScenarioPlan scenario, RunPlan plan) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("name", scenario.getName());
    model.put("executor", scenario.getExecutor());
    model.put("maxVus", scenario.getMaxVus());
    model.put("start", Texts.clock(scenario.getStartMicros()));
    model.put("gracefulStop", Texts.duration(scenario.getGracefulStopMicros()));
    model.put("iterations", scenario.getIterations());
    model.put("ordered", scenario.getOrdered());
    model.put("expectedRequests", scenario.getExpectedRequests());
    model.put("expectedRequestsText", Texts.count(scenario.getExpectedRequests()));
    model.put("thinkTime", thinkTime(scenario));
    model.put("stages", scenario.getStagesList().stream().map(RunModel::stage).toList());
    model.put("mix", scenario.getMixList().stream().map(m -> mix(m, plan)).toList());
    return model;
  }

  /** Such as {@code 0.5 s to 1.5 s}; empty where there is none. */
  private static String thinkTime(ScenarioPlan scenario) {
    long least = scenario.getThinkMinMicros();
    long most = scenario.getThinkMaxMicros();
    if (most == 0) {
      return "";
    }
    return least == most
        ? Texts.millis(most) + " ms"
        : Texts.millis(least) + " to " + Texts.millis(most) + " ms";
  }

  private static Map<String, Object> stage(StagePlan stage) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("name", stage.getName());
    model.put("start", Texts.clock(stage.getStartMicros()));
    model.put("duration", Texts.duration(stage.getDurationMicros()));
    model.put("load", load(stage));
    model.put("from", stage.getFromVus());
    model.put("to", stage.getToVus());
    model.put("sustained", PlannedStages.isSustained(stage));
    return model;
  }

  /** Such as {@code 0 → 100} VUs or {@code 10 → 50/s}. */
  private static String load(StagePlan stage) {
    return stage.getToRate() > 0 || stage.getFromRate() > 0
        ? Texts.decimal(stage.getFromRate()) + " → " + Texts.decimal(stage.getToRate()) + "/s"
        : stage.getFromVus() + " → " + stage.getToVus();
  }

  /** Intended and achieved iterations of each open scenario. */
  private static List<Map<String, Object>> arrivals(RunData data) {
    return Arrivals.of(data).stream().map(RunModel::arrivals).toList();
  }

  private static Map<String, Object> arrivals(Arrivals arrivals) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("scenario", arrivals.scenario());
    model.put("spread", arrivals.isPoisson() ? "poisson" : "regular");
    model.put("intended", Texts.count(Math.round(arrivals.intended())));
    model.put("begun", Texts.count(arrivals.begun()));
    model.put("dropped", Texts.count(arrivals.dropped()));
    model.put("share", Texts.percent(arrivals.share()));
    return model;
  }

  private static Map<String, Object> mix(MixEntry entry, RunPlan plan) {
    Map<String, Object> model = new LinkedHashMap<>();
    RequestPlan request =
        plan.getRequestsList().stream()
            .filter(r -> r.getName().equals(entry.getRequest()))
            .findFirst()
            .orElse(RequestPlan.getDefaultInstance());
    model.put("request", entry.getRequest());
    model.put("method", request.getMethod());
    model.put("path", request.getPath());
    model.put("share", Texts.decimal(entry.getWeight() * 100, 1) + " %");
    return model;
  }

  private static void judgement(Map<String, Object> model, Judgement judgement) {
    model.put("verdict", judgement.verdict().name());
    model.put("accounting", judgement.accounting().line());
    model.put("complete", judgement.accounting().isComplete());
    model.put("accountingStatus", judgement.accounting().status().name());
    model.put("faults", judgement.accounting().faults());
    model.put("doubts", judgement.doubts().stream().map(Doubt::text).toList());
    model.put("reasons", judgement.reasons());
    model.put("criteria", judgement.criteria().stream().map(RunModel::criterion).toList());
    model.put("thresholds", judgement.thresholds().stream().map(RunModel::threshold).toList());
  }

  private static Map<String, Object> criterion(CriterionResult result) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("name", result.criterion().label());
    model.put("scope", result.scope());
    model.put("samples", Texts.count(result.samples()));
    model.put("value", result.valueText());
    model.put("interval", result.intervalText());
    model.put("bound", result.boundText());
    model.put("verdict", result.verdict().name());
    model.put("reason", result.reason());
    return model;
  }

  private static Map<String, Object> threshold(ThresholdResult result) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("metric", result.metric());
    model.put("expression", result.expression());
    model.put("figure", result.figure());
    model.put("holds", result.holds());
    return model;
  }

  static Map<String, Object> map(String key1, Object value1, String key2, Object value2) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key1, value1);
    map.put(key2, value2);
    return map;
  }
}
