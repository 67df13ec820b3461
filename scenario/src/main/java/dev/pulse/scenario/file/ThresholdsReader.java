package dev.pulse.scenario.file;

import dev.pulse.protocol.ThresholdExpression;
import dev.pulse.scenario.Check;
import dev.pulse.scenario.Request;
import dev.pulse.scenario.Scenario;
import dev.pulse.scenario.Stage;
import dev.pulse.scenario.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The section {@code thresholds}, as k6 has it: short entries and objects. */
final class ThresholdsReader {
  private static final List<String> KEYS = List.of("threshold", "abortOnFail", "delayAbortEval");

  private final List<Request> requests;
  private final List<Scenario> scenarios;

  ThresholdsReader(List<Request> requests, List<Scenario> scenarios) {
    this.requests = requests;
    this.scenarios = scenarios;
  }

  List<Threshold> read(Value section) {
    var thresholds = new ArrayList<Threshold>();
    Map<String, Value> metrics = section.entries("a mapping of metric to list of thresholds");
    metrics.forEach(
        (metric, value) -> {
          for (Value entry : value.list("a list such as [\"p(99)<500\"]")) {
            threshold(metric, entry).ifPresent(thresholds::add);
          }
        });
    return thresholds;
  }

  private Optional<Threshold> threshold(String metric, Value entry) {
    if (!entry.isMapping()) {
      return expression(metric, entry).map(e -> new Threshold(e, false, Duration.ZERO));
    }
    Section section = entry.section(KEYS);
    boolean abort = section.flag("abortOnFail");
    Duration delay = section.duration("delayAbortEval", Duration.ZERO);
    return section
        .require("threshold", "such as p(99)<500")
        .flatMap(value -> expression(metric, value))
        .map(e -> new Threshold(e, abort, delay));
  }

  private Optional<ThresholdExpression> expression(String metric, Value value) {
    return value
        .words("a threshold such as p(99)<500")
        .flatMap(text -> value.attempt(() -> ThresholdExpression.parse(metric, text)))
        .filter(expression -> knownNames(expression, value));
  }

  private boolean knownNames(ThresholdExpression expression, Value value) {
    boolean known = true;
    if (expression.isRequestLatency()) {
      String metric = expression.metric();
      String name =
          metric.substring(0, metric.length() - ThresholdExpression.LATENCY_SUFFIX.length());
      known = isKnown("request", name, value);
    }
    for (Map.Entry<String, String> tag : expression.selector().entrySet()) {
      known &= isKnown(tag.getKey(), tag.getValue(), value);
    }
    return known;
  }

  private boolean isKnown(String tag, String name, Value value) {
    List<String> names = names(tag);
    if (names.contains(name)) {
      return true;
    }
    value.problem(
        String.format(
            Locale.ROOT,
            "must select a %s of %s, is %s%s",
            tag,
            Suggestion.list(names),
            Problems.shown(name),
            Suggestion.didYouMean(name, names)));
    return false;
  }

  private List<String> names(String tag) {
    return switch (tag) {
      case "request" -> requests.stream().map(Request::name).toList();
      case "scenario" -> scenarios.stream().map(Scenario::name).toList();
      case "stage" ->
          scenarios.stream()
              .flatMap(scenario -> scenario.executor().stages().stream())
              .map(Stage::name)
              .distinct()
              .toList();
      default ->
          requests.stream()
              .flatMap(request -> request.checks().stream())
              .map(Check::name)
              .distinct()
              .toList();
    };
  }
}
