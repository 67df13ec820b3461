package dev.pulse.scenario.file;

import dev.pulse.scenario.ConstantVus;
import dev.pulse.scenario.Executor;
import dev.pulse.scenario.PerVuIterations;
import dev.pulse.scenario.RampingVus;
import dev.pulse.scenario.Scenario;
import dev.pulse.scenario.SharedIterations;
import java.time.Duration;
import java.util.List;

/** Applies what the command line says about VUs, by the rules of {@link Overrides}. */
final class OverriddenExecutor {
  private OverriddenExecutor() {}

  static List<Scenario> apply(Overrides overrides, List<Scenario> scenarios, Value file) {
    if (!overrides.changesExecutor() || scenarios.isEmpty()) {
      return scenarios;
    }
    if (scenarios.size() > 1) {
      String names = Suggestion.list(scenarios.stream().map(Scenario::name).toList());
      file.problemOfFile(
          "must have one scenario for --vus, --duration and --stage to change, has " + names);
      return scenarios;
    }
    if (!overrides.stages().isEmpty() && overrides.duration().isPresent()) {
      file.problemOfFile("--stage has durations of its own, give either --stage or --duration");
      return scenarios;
    }
    Scenario scenario = scenarios.get(0);
    return file.attempt(() -> executor(overrides, scenario.executor()))
        .map(executor -> List.of(with(scenario, executor)))
        .orElse(scenarios);
  }

  private static Scenario with(Scenario scenario, Executor executor) {
    return new Scenario(
        scenario.name(),
        executor,
        scenario.startTime(),
        scenario.gracefulStop(),
        scenario.flow(),
        scenario.thinkTime());
  }

  private static Executor executor(Overrides overrides, Executor typed) {
    int vus = overrides.vus().orElse(typed.maxVus());
    if (!overrides.stages().isEmpty()) {
      int start = overrides.vus().orElse(RampingVus.DEFAULT_START_VUS);
      return new RampingVus(start, overrides.stages(), Scenario.DEFAULT_GRACEFUL_STOP);
    }
    if (overrides.duration().isPresent()) {
      return new ConstantVus(vus, overrides.duration().get());
    }
    if (typed instanceof SharedIterations shared) {
      return new SharedIterations(vus, shared.iterations(), shared.maxDuration());
    }
    if (typed instanceof PerVuIterations each) {
      return new PerVuIterations(vus, each.iterations(), each.maxDuration());
    }
    return new ConstantVus(vus, Duration.ofNanos(typed.lengthNanos()));
  }
}
