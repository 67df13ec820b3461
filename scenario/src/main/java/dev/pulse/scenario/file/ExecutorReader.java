package dev.pulse.scenario.file;

import dev.pulse.scenario.ConstantVus;
import dev.pulse.scenario.Executor;
import dev.pulse.scenario.PerVuIterations;
import dev.pulse.scenario.Ramp;
import dev.pulse.scenario.RampingVus;
import dev.pulse.scenario.Scenario;
import dev.pulse.scenario.SharedIterations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of a scenario that say how many VUs run when. */
final class ExecutorReader {
  /** Keys by executor; all but {@code arrivals} are k6's. */
  private static final Map<String, List<String>> KEYS = keys();

  private ExecutorReader() {}

  private static Map<String, List<String>> keys() {
    var keys = new LinkedHashMap<String, List<String>>();
    keys.put("constant-vus", List.of("vus", "duration"));
    keys.put("ramping-vus", List.of("startVUs", "stages", "gracefulRampDown"));
    keys.put("shared-iterations", List.of("vus", "iterations", "maxDuration"));
    keys.put("per-vu-iterations", List.of("vus", "iterations", "maxDuration"));
    keys.put(
        "constant-arrival-rate",
        List.of("rate", "timeUnit", "duration", "preAllocatedVUs", "maxVUs", "arrivals"));
    keys.put(
        "ramping-arrival-rate",
        List.of("startRate", "timeUnit", "stages", "preAllocatedVUs", "maxVUs", "arrivals"));
    return keys;
  }

  /** Keys of an executor, or of all of them where its name is not known. */
  static List<String> keysOf(Optional<String> executor) {
    return executor
        .map(KEYS::get)
        .orElseGet(() -> KEYS.values().stream().flatMap(List::stream).distinct().toList());
  }

  /** The executor's name if it is one. */
  static Optional<String> name(Value value) {
    String allowed = "one of " + Suggestion.list(KEYS.keySet());
    Optional<String> name = value.words(allowed);
    if (name.isPresent() && !KEYS.containsKey(name.get())) {
      value.problem(
          "must be "
              + allowed
              + ", is "
              + Problems.shown(name.get())
              + Suggestion.didYouMean(name.get(), KEYS.keySet()));
      return Optional.empty();
    }
    return name;
  }

  static Optional<Executor> read(String name, Section scenario) {
    return switch (name) {
      case "constant-vus" -> constantVus(scenario);
      case "ramping-vus" -> rampingVus(scenario);
      case "constant-arrival-rate", "ramping-arrival-rate" ->
          ArrivalRateReader.read(name, scenario);
      case "shared-iterations" -> iterations(scenario, true);
      default -> iterations(scenario, false);
    };
  }

  private static int vus(Section scenario) {
    return (int) scenario.number("vus", 1, Executor.MAX_VUS, 1);
  }

  private static Optional<Executor> constantVus(Section scenario) {
    return scenario
        .require("duration", "such as 30s or 2m")
        .flatMap(
            value ->
                value
                    .duration()
                    .flatMap(
                        length -> value.attempt(() -> new ConstantVus(vus(scenario), length))));
  }

  private static Optional<Executor> rampingVus(Section scenario) {
    int start =
        (int) scenario.number("startVUs", 0, Executor.MAX_VUS, RampingVus.DEFAULT_START_VUS);
    Duration graceful = scenario.duration("gracefulRampDown", Scenario.DEFAULT_GRACEFUL_STOP);
    return scenario
        .require("stages", "a list of {duration, target}")
        .flatMap(
            value ->
                ramps(value)
                    .flatMap(ramps -> value.attempt(() -> new RampingVus(start, ramps, graceful))));
  }

  private static Optional<List<Ramp>> ramps(Value stages) {
    List<Value> entries = stages.list("a list of {duration, target}");
    List<Ramp> ramps = new ArrayList<>();
    for (Value entry : entries) {
      Section stage = entry.section(List.of("duration", "target"));
      Optional<Duration> duration =
          stage.require("duration", "such as 30s or 2m").flatMap(Value::duration);
      Optional<Value> target = stage.require("target", "a number of VUs");
      if (duration.isPresent() && target.isPresent()) {
        target
            .get()
            .number(0, Executor.MAX_VUS)
            .ifPresent(vus -> ramps.add(new Ramp(duration.get(), (int) vus)));
      } else {
        target.ifPresent(value -> value.number(0, Executor.MAX_VUS));
      }
    }
    boolean empty = stages.isSequence() && entries.isEmpty();
    return ramps.size() == entries.size() && (empty || !ramps.isEmpty())
        ? Optional.of(ramps)
        : Optional.empty();
  }

  private static Optional<Executor> iterations(Section scenario, boolean shared) {
    Duration max = scenario.duration("maxDuration", SharedIterations.DEFAULT_MAX_DURATION);
    long count = scenario.number("iterations", 1, Executor.MAX_ITERATIONS, 1);
    int vus = vus(scenario);
    return scenario
        .place()
        .attempt(
            () ->
                shared
                    ? new SharedIterations(vus, count, max)
                    : new PerVuIterations(vus, count, max));
  }

  /** Keys of scenarios that have nothing to do with their executor, and those of one. */
  static List<String> withKeysOf(Optional<String> executor, List<String> common) {
    return Stream.concat(common.stream(), keysOf(executor).stream()).toList();
  }
}
