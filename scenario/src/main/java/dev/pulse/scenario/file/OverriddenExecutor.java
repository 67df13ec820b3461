package dev.pulse.scenario.file;

import dev.pulse.scenario.ArrivalRate;
import dev.pulse.scenario.ConstantArrivalRate;
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

  /** The rate of a file is not lost by a word about something else. */
  private static Executor open(Overrides overrides, ArrivalRate typed) {
    if (overrides.vus().isPresent() && overrides.duration().isPresent()) {
      return new ConstantVus(overrides.vus().getAsInt(), overrides.duration().get());
    }
    if (overrides.vus().isPresent()) {
      throw new IllegalArgumentException(
          "--vus with an arrival rate needs --duration too, for constant-vus; maxVUs of the file"
              + " bounds the VUs of the rate");
    }
    if (typed instanceof ConstantArrivalRate constant && overrides.duration().isPresent()) {
      return new ConstantArrivalRate(
          constant.iterationsPerUnit(),
          constant.timeUnit(),
          overrides.duration().get(),
          constant.preAllocatedVus(),
          constant.maxVus(),
          constant.spread());
    }
    throw new IllegalArgumentException(
        "--duration cannot say which stage of a ramping-arrival-rate it means: change the file");
  }

  private static Executor executor(Overrides overrides, Executor typed) {
    if (typed instanceof ArrivalRate open && overrides.stages().isEmpty()) {
      return open(overrides, open);
    }
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
