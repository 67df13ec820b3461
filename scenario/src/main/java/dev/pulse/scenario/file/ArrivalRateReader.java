package dev.pulse.scenario.file;

import dev.pulse.scenario.ArrivalRate;
import dev.pulse.scenario.ArrivalRate.Spread;
import dev.pulse.scenario.ConstantArrivalRate;
import dev.pulse.scenario.Executor;
import dev.pulse.scenario.RampingArrivalRate;
import dev.pulse.scenario.RampingArrivalRate.RateRamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The keys of a scenario in which iterations begin at a rate. */
final class ArrivalRateReader {
  /** What k6 counts rates in unless told otherwise. */
  private static final Duration DEFAULT_TIME_UNIT = Duration.ofSeconds(1);

  private final Section scenario;
  private final Duration timeUnit;
  private final Spread spread;

  private ArrivalRateReader(Section scenario) {
    this.scenario = scenario;
    this.timeUnit = scenario.duration("timeUnit", DEFAULT_TIME_UNIT);
    this.spread = scenario.get("arrivals").map(ArrivalRateReader::spread).orElse(Spread.REGULAR);
  }

  static Optional<Executor> read(String name, Section scenario) {
    var reader = new ArrivalRateReader(scenario);
    OptionalLong vus = reader.number("preAllocatedVUs", Executor.MAX_VUS);
    if (vus.isEmpty()) {
      return Optional.empty();
    }
    int least = (int) vus.getAsLong();
    int most = (int) scenario.number("maxVUs", 1, Executor.MAX_VUS, least);
    return name.startsWith("constant") ? reader.constant(least, most) : reader.ramping(least, most);
  }

  private OptionalLong number(String key, long most) {
    Optional<Value> value = scenario.require(key, "a whole number");
    return value.isPresent() ? value.get().number(1, most) : OptionalLong.empty();
  }

  private static Spread spread(Value value) {
    String typed = value.words("regular or poisson").orElse("regular");
    if (!typed.equals("regular") && !typed.equals("poisson")) {
      value.problem("must be regular or poisson, is " + Problems.shown(typed));
    }
    return typed.equals("poisson") ? Spread.POISSON : Spread.REGULAR;
  }

  private Optional<Executor> constant(int least, int most) {
    OptionalLong rate = number("rate", ArrivalRate.MAX_RATE);
    Optional<Duration> length =
        scenario.require("duration", "such as 30s or 2m").flatMap(Value::duration);
    if (rate.isEmpty() || length.isEmpty()) {
      return Optional.empty();
    }
    return scenario
        .place()
        .attempt(
            () ->
                new ConstantArrivalRate(
                    rate.getAsLong(), timeUnit, length.get(), least, most, spread));
  }

  private Optional<Executor> ramping(int least, int most) {
    long start = scenario.number("startRate", 0, ArrivalRate.MAX_RATE, 0);
    return scenario
        .require("stages", "a list of {duration, target}")
        .flatMap(
            value ->
                ramps(value)
                    .flatMap(
                        ramps ->
                            value.attempt(
                                () ->
                                    new RampingArrivalRate(
                                        start, timeUnit, ramps, least, most, spread))));
  }

  private static Optional<List<RateRamp>> ramps(Value stages) {
    List<Value> entries = stages.list("a list of {duration, target}");
    List<RateRamp> ramps = new ArrayList<>();
    for (Value entry : entries) {
      Section stage = entry.section(List.of("duration", "target"));
      Optional<Duration> duration =
          stage.require("duration", "such as 30s or 2m").flatMap(Value::duration);
      Optional<Value> target = stage.require("target", "iterations in each timeUnit");
      OptionalLong rate =
          target.isPresent() ? target.get().number(0, ArrivalRate.MAX_RATE) : OptionalLong.empty();
      if (duration.isPresent() && rate.isPresent()) {
        ramps.add(new RateRamp(duration.get(), rate.getAsLong()));
      }
    }
    return ramps.size() == entries.size() && stages.isSequence()
        ? Optional.of(ramps)
        : Optional.empty();
  }
}
