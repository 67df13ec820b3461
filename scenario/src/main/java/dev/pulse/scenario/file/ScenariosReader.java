package dev.pulse.scenario.file;

import dev.pulse.scenario.Executor;
import dev.pulse.scenario.Flow;
import dev.pulse.scenario.OrderedFlow;
import dev.pulse.scenario.Scenario;
import dev.pulse.scenario.ThinkTime;
import dev.pulse.scenario.WeightedMix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The section {@code scenarios}. */
final class ScenariosReader {
  private static final List<String> COMMON_KEYS =
      List.of("executor", "startTime", "gracefulStop", "mix", "flow", "thinkTime");

  private final List<String> requests;
  private final int firstIndex;

  /**
   * A reader for one file.
   *
   * @param requests names in the order of the file, without the login
   * @param firstIndex index of the first of them in the load test
   */
  ScenariosReader(List<String> requests, int firstIndex) {
    this.requests = requests;
    this.firstIndex = firstIndex;
  }

  List<Scenario> read(Value section) {
    Map<String, Value> entries = section.entries("a mapping of name to scenario");
    if (entries.isEmpty() && section.isMapping()) {
      section.problem("must have at least one scenario, has none");
    }
    var scenarios = new ArrayList<Scenario>();
    entries.forEach((name, value) -> scenario(name, value).ifPresent(scenarios::add));
    return scenarios;
  }

  private Optional<Scenario> scenario(String name, Value value) {
    if (!name.matches("[\\w .-]{1,64}") || name.isBlank()) {
      value.problem("must have a name of 1..64 letters, digits, spaces, _ - or .");
      return Optional.empty();
    }
    Optional<String> executorName =
        value.isMapping()
            ? Optional.ofNullable(value.entries("").get("executor")).flatMap(ExecutorReader::name)
            : Optional.empty();
    Section section = value.section(ExecutorReader.withKeysOf(executorName, COMMON_KEYS));
    if (value.isMapping()) {
      section.require("executor", "such as ramping-vus");
    }
    Optional<Executor> executor = executorName.flatMap(e -> ExecutorReader.read(e, section));
    Optional<Flow> flow = value.isMapping() ? flow(section) : Optional.empty();
    Duration start = section.duration("startTime", Duration.ZERO);
    Duration graceful = section.duration("gracefulStop", Scenario.DEFAULT_GRACEFUL_STOP);
    ThinkTime think = section.get("thinkTime").map(this::thinkTime).orElse(ThinkTime.NONE);
    return executor.isPresent() && flow.isPresent()
        ? Optional.of(new Scenario(name, executor.get(), start, graceful, flow.get(), think))
        : Optional.empty();
  }

  private ThinkTime thinkTime(Value value) {
    if (!value.isMapping()) {
      Duration fixed = value.duration().orElse(Duration.ZERO);
      return new ThinkTime(fixed, fixed);
    }
    Section range = value.section(List.of("min", "max"));
    Optional<Duration> min = range.require("min", "a duration").flatMap(Value::duration);
    Optional<Duration> max = range.require("max", "a duration").flatMap(Value::duration);
    return min.isPresent() && max.isPresent()
        ? value.attempt(() -> new ThinkTime(min.get(), max.get())).orElse(ThinkTime.NONE)
        : ThinkTime.NONE;
  }

  private Optional<Flow> flow(Section scenario) {
    Optional<Value> mix = scenario.get("mix");
    Optional<Value> steps = scenario.get("flow");
    if (mix.isPresent() == steps.isPresent()) {
      scenario
          .place()
          .problem(
              "must have either mix, requests drawn by weight, or flow, requests in order, has "
                  + (mix.isPresent() ? "both" : "neither"));
      return Optional.empty();
    }
    return mix.isPresent() ? mix(mix.get()) : steps.flatMap(this::ordered);
  }

  private Optional<Flow> mix(Value value) {
    var entries = new ArrayList<WeightedMix.Entry>();
    Map<String, Value> weights = value.entries("a mapping of request to weight");
    weights.forEach(
        (name, weight) -> {
          OptionalInt index = index(weight, name);
          weight
              .weight()
              .ifPresent(w -> index.ifPresent(i -> entries.add(new WeightedMix.Entry(i, w))));
        });
    return entries.size() == weights.size() && value.isMapping()
        ? value.attempt(() -> new WeightedMix(entries))
        : Optional.empty();
  }

  private Optional<Flow> ordered(Value value) {
    List<Value> steps = value.list("a list of requests");
    var indexes = new ArrayList<Integer>();
    for (Value step : steps) {
      step.words("a request").ifPresent(name -> index(step, name).ifPresent(indexes::add));
    }
    return indexes.size() == steps.size() && value.isSequence()
        ? value.attempt(() -> new OrderedFlow(indexes))
        : Optional.empty();
  }

  private OptionalInt index(Value place, String name) {
    int index = requests.indexOf(name);
    if (index < 0) {
      place.problem(
          "must be one of the requests, which are "
              + Suggestion.list(requests)
              + ", is "
              + Problems.shown(name)
              + Suggestion.didYouMean(name, requests));
      return OptionalInt.empty();
    }
    return OptionalInt.of(firstIndex + index);
  }
}
