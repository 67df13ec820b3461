package dev.pulse.reporter.verdict;

import dev.pulse.protocol.LatencyHistogram;
import dev.pulse.protocol.ThresholdExpression;
import dev.pulse.protocol.ThresholdExpression.Aggregation;
import dev.pulse.protocol.v1.ThresholdPlan;
import dev.pulse.reporter.run.K6Format;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.run.RunMetrics;
import dev.pulse.reporter.run.Selection;
import java.util.List;
import java.util.Optional;

/**
 * Evaluates the thresholds of a scenario file over a run's data, as k6 does, but for one thing: a
 * threshold on a trend or rate without any data does not hold.
 */
public final class ThresholdEvaluation {
  private static final double MICROS_PER_MILLI = 1e3;

  private final RunData data;
  private final RunMetrics metrics;

  /** A figure as compared, and as people read it. */
  private record Figure(double value, String text) {}

  private ThresholdEvaluation(RunData data) {
    this.data = data;
    this.metrics = new RunMetrics(data);
  }

  /** All thresholds of the plan, in its order. */
  public static List<ThresholdResult> of(RunData data) {
    var evaluation = new ThresholdEvaluation(data);
    return data.plan().getThresholdsList().stream().map(evaluation::evaluate).toList();
  }

  /**
   * The threshold that a run should be ended for now: one with {@code abortOnFail} that has data,
   * does not hold, and whose delay is over.
   */
  public static Optional<ThresholdResult> toAbort(RunData data) {
    var evaluation = new ThresholdEvaluation(data);
    return data.plan().getThresholdsList().stream()
        .filter(plan -> plan.getAbortOnFail())
        .filter(plan -> data.elapsedMicros() >= plan.getDelayAbortEvalMicros())
        .map(evaluation::evaluate)
        .filter(result -> result.hasData() && !result.holds())
        .findFirst();
  }

  private ThresholdResult evaluate(ThresholdPlan plan) {
    try {
      var threshold = ThresholdExpression.parse(plan.getMetric(), plan.getExpression());
      var figure = figure(threshold);
      return result(plan, threshold.holds(figure.value()), figure);
    } catch (IllegalArgumentException e) {
      return result(plan, false, new Figure(Double.NaN, "not understood: " + e.getMessage()));
    }
  }

  private static ThresholdResult result(ThresholdPlan plan, boolean holds, Figure figure) {
    return new ThresholdResult(
        plan.getMetric(),
        plan.getExpression(),
        plan.getAbortOnFail(),
        !Double.isNaN(figure.value()),
        figure.value(),
        holds,
        figure.text());
  }

  private Figure figure(ThresholdExpression threshold) {
    var selector = threshold.selector();
    var selection =
        new Selection(
            selector.get("scenario"),
            selector.get("stage"),
            selector.get("request"),
            0,
            Long.MAX_VALUE);
    String name = threshold.aggregationText();
    return switch (threshold.kind()) {
      case TREND -> trend(name, threshold, metrics.trend(threshold.metric(), selection));
      case RATE -> rate(name, share(threshold, selection));
      case COUNTER -> counter(name, threshold, selection);
    };
  }

  private RunMetrics.Share share(ThresholdExpression threshold, Selection selection) {
    return threshold.metric().equals("checks")
        ? metrics.checks(selection, Optional.ofNullable(threshold.selector().get("check")))
        : metrics.rate(threshold.metric(), selection);
  }

  private static Figure trend(String name, ThresholdExpression threshold, LatencyHistogram values) {
    if (values.count() == 0) {
      return new Figure(Double.NaN, name + "=no data");
    }
    double micros =
        switch (threshold.aggregation()) {
          case AVG -> values.meanMicros();
          case MIN -> values.minMicros();
          case MAX -> values.maxMicros();
          default -> values.valueAtPercentile(threshold.percentile());
        };
    return new Figure(micros / MICROS_PER_MILLI, name + "=" + K6Format.duration(micros));
  }

  private static Figure rate(String name, RunMetrics.Share share) {
    return share.total() == 0
        ? new Figure(Double.NaN, name + "=no data")
        : new Figure(share.rate(), name + "=" + K6Format.percent(share.rate()));
  }

  private Figure counter(String name, ThresholdExpression threshold, Selection selection) {
    if (threshold.aggregation() == Aggregation.COUNT) {
      long count = metrics.counter(threshold.metric(), selection);
      return new Figure(count, name + "=" + count);
    }
    double perSecond = metrics.perSecond(threshold.metric(), selection);
    return data.elapsedMicros() == 0
        ? new Figure(Double.NaN, name + "=no data")
        : new Figure(perSecond, name + "=" + K6Format.number(perSecond) + "/s");
  }
}
