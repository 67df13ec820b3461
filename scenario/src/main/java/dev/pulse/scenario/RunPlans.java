package dev.pulse.scenario;

import dev.pulse.protocol.v1.CheckPlan;
import dev.pulse.protocol.v1.MixEntry;
import dev.pulse.protocol.v1.RequestPlan;
import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.StagePlan;
import dev.pulse.protocol.v1.ThresholdPlan;
import java.time.Duration;

/** A load test as a run plan: what readers of a run need to know, and no secret. */
public final class RunPlans {
  /** Length of an interval, as on the live page and in k6's own outputs. */
  public static final Duration INTERVAL = Duration.ofSeconds(1);

  private final LoadTest test;

  private RunPlans(LoadTest test) {
    this.test = test;
  }

  /**
   * The plan of a load test.
   *
   * @param group shared by the runs of one command, may be empty
   * @param expectedAgents that share the load, ≥ 1
   * @param pulseVersion of the process that publishes the plan
   */
  public static RunPlan of(LoadTest test, String group, int expectedAgents, String pulseVersion) {
    return new RunPlans(test).plan(group, expectedAgents, pulseVersion);
  }

  private RunPlan plan(String group, int expectedAgents, String pulseVersion) {
    var plan =
        RunPlan.newBuilder()
            .setTitle(redacted(test.name()))
            .setDescription(redacted(test.description()))
            .setFile(test.file())
            .setSha256(test.sha256())
            .setTarget(test.origin())
            .setSeed(test.seed())
            .setIntervalMicros((int) (INTERVAL.toNanos() / 1_000))
            .setExpectedAgents(expectedAgents)
            .setPulseVersion(pulseVersion)
            .setGroup(group)
            .setExpectedDurationMicros(micros(test.maxLengthNanos()));
    test.tags().forEach((tag, value) -> plan.putTags(tag, redactedTag(tag, value)));
    test.scenarios().forEach(scenario -> plan.addScenarios(scenario(scenario)));
    test.requests().forEach(request -> plan.addRequests(request(request)));
    test.thresholds().forEach(threshold -> plan.addThresholds(threshold(threshold)));
    return plan.build();
  }

  private String redacted(String text) {
    return test.redaction().apply(text);
  }

  private String redactedTag(String tag, String value) {
    return Redaction.isSecretName(tag) ? Redaction.MASK : redacted(value);
  }

  private ScenarioPlan scenario(Scenario scenario) {
    Executor executor = scenario.executor();
    var plan =
        ScenarioPlan.newBuilder()
            .setName(scenario.name())
            .setExecutor(executor.k6Name())
            .setStartMicros(micros(scenario.startNanos()))
            .setGracefulStopMicros(micros(scenario.gracefulStop().toNanos()))
            .setMaxVus(executor.maxVus())
            .setIterations(executor.totalIterations())
            .setOrdered(scenario.flow() instanceof OrderedFlow)
            .setExpectedRequests(expectedRequests(scenario))
            .setThinkMinMicros(micros(scenario.thinkTime().min().toNanos()))
            .setThinkMaxMicros(micros(scenario.thinkTime().max().toNanos()));
    executor.stages().forEach(stage -> plan.addStages(stage(stage, scenario.startNanos())));
    if (executor instanceof ArrivalRate open) {
      plan.setArrivals(open.spread().label()).setPreAllocatedVus(open.preAllocatedVus());
    }
    addFlow(scenario.flow(), plan);
    return plan.build();
  }

  private void addFlow(Flow flow, ScenarioPlan.Builder plan) {
    if (flow instanceof WeightedMix mix) {
      for (int i = 0; i < mix.entries().size(); i++) {
        plan.addMix(entry(mix.entries().get(i).requestIndex(), mix.share(i)));
      }
    } else if (flow instanceof OrderedFlow ordered) {
      double share = 1.0 / ordered.steps().size();
      ordered.steps().forEach(index -> plan.addMix(entry(index, share)));
    }
  }

  private MixEntry entry(int requestIndex, double share) {
    String name = test.requests().get(requestIndex).name();
    return MixEntry.newBuilder().setRequest(name).setWeight(share).build();
  }

  private static StagePlan stage(Stage stage, long scenarioStartNanos) {
    return StagePlan.newBuilder()
        .setName(stage.name())
        .setStartMicros(micros(scenarioStartNanos + stage.startNanos()))
        .setDurationMicros(micros(stage.durationNanos()))
        .setFromVus(stage.fromVus())
        .setToVus(stage.toVus())
        .setFromRate(stage.fromRate())
        .setToRate(stage.toRate())
        .build();
  }

  private RequestPlan request(Request request) {
    var plan =
        RequestPlan.newBuilder()
            .setName(request.name())
            .setMethod(request.method())
            .setPath(redacted(request.path().source()))
            .setLogin(request.login());
    for (Check check : request.checks()) {
      plan.addChecks(
          CheckPlan.newBuilder().setName(redacted(check.name())).setLatency(check.latency()));
    }
    return plan.build();
  }

  private static ThresholdPlan threshold(Threshold threshold) {
    return ThresholdPlan.newBuilder()
        .setMetric(threshold.expression().metricText())
        .setExpression(threshold.expression().expressionText())
        .setAbortOnFail(threshold.abortOnFail())
        .setDelayAbortEvalMicros(micros(threshold.delayAbortEval().toNanos()))
        .build();
  }

  /**
   * An estimate for people: as many requests as think time alone allows, or as the iterations
   * count; one login per VU on top.
   *
   * @return 0 if unknown, because nothing but the target's speed bounds it
   */
  long expectedRequests(Scenario scenario) {
    Executor executor = scenario.executor();
    long logins = test.login().isPresent() ? executor.maxVus() : 0;
    double each = scenario.flow().requestsPerIteration();
    if (executor instanceof ArrivalRate open) {
      return Math.round(open.rate().total() * each);
    }
    if (executor.totalIterations() > 0) {
      return Math.round((double) executor.totalIterations() * each + (double) logins);
    }
    if (scenario.thinkTime().isZero()) {
      return 0;
    }
    return Math.round(vuNanos(executor) / scenario.thinkTime().meanNanos() + (double) logins);
  }

  private static double vuNanos(Executor executor) {
    return executor.stages().stream()
        .mapToDouble(s -> (double) s.durationNanos() * ((double) s.fromVus() + s.toVus()) / 2)
        .sum();
  }

  private static long micros(long nanos) {
    return nanos / 1_000;
  }
}
