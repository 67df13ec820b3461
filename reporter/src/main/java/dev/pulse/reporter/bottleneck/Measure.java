package dev.pulse.reporter.bottleneck;

import dev.pulse.reporter.run.ResourceSeries;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A figure that rules may name: how it is come by is code, what is made of it is data.
 *
 * @param name as rules write it
 * @param label for people
 * @param unit of its bounds
 * @param kind what it has a value for
 * @param isLowWorse whether it is the low values that tell of trouble, as with hit ratios
 * @param ofScope its value over a scope
 * @param ofMoment its value at a moment
 * @param ofTime its value over stretches of time
 * @param parts the series that it is made of, one for each part of the system
 */
record Measure(
    String name,
    String label,
    Unit unit,
    Kind kind,
    boolean isLowWorse,
    OfScope ofScope,
    OfMoment ofMoment,
    OfTime ofTime,
    Parts parts) {

  /** What a figure has a value for. */
  enum Kind {
    /** The whole scope only, such as p99.9. */
    SCOPE,
    /** Stretches of time, whatever part of the load is looked at: of the database's statements. */
    TIME,
    /** The whole scope, and each moment of it. */
    LOAD,
    /** Each moment, by what was read of the system under test. */
    SERIES,
    /** Each moment, by what the generator tells of itself. */
    GENERATOR
  }

  /** Empty where it was not measured. */
  interface OfScope {
    OptionalDouble in(Facts facts, Scope scope);
  }

  /** Empty where it was not measured. */
  interface OfMoment {
    OptionalDouble at(Facts facts, Scope scope, int moment);
  }

  /** Empty where it was not measured. */
  interface OfTime {
    OptionalDouble in(Facts facts, List<Span> spans);
  }

  /** Series as they were read, or made from those. */
  interface Parts {
    List<ResourceSeries> of(Facts facts);
  }

  private static final OfScope NO_SCOPE = (facts, scope) -> OptionalDouble.empty();
  private static final OfMoment NO_MOMENT = (facts, scope, moment) -> OptionalDouble.empty();
  private static final OfTime NO_TIME = (facts, spans) -> OptionalDouble.empty();
  private static final Parts NO_PARTS = facts -> List.of();

  static Measure ofScope(String name, String label, Unit unit, OfScope value) {
    return new Measure(name, label, unit, Kind.SCOPE, false, value, NO_MOMENT, NO_TIME, NO_PARTS);
  }

  static Measure ofLoad(String name, String label, Unit unit, OfScope scope, OfMoment moment) {
    return new Measure(name, label, unit, Kind.LOAD, false, scope, moment, NO_TIME, NO_PARTS);
  }

  static Measure ofTime(String name, String label, Unit unit, OfTime value) {
    OfScope scope =
        (facts, of) -> value.in(facts, List.of(new Span(of.fromMicros(), of.toMicros())));
    return new Measure(name, label, unit, Kind.TIME, false, scope, NO_MOMENT, value, NO_PARTS);
  }

  static Measure ofGenerator(String name, String label, Unit unit, OfMoment value) {
    return new Measure(
        name, label, unit, Kind.GENERATOR, false, NO_SCOPE, value, NO_TIME, NO_PARTS);
  }

  static Measure ofSeries(String name, String label, Unit unit, boolean isLowWorse, Parts parts) {
    OfMoment value = (facts, scope, moment) -> facts.reading(name, parts, isLowWorse, moment);
    return new Measure(name, label, unit, Kind.SERIES, isLowWorse, NO_SCOPE, value, NO_TIME, parts);
  }

  /** Whether it is a figure of the load, by which a scope is chosen. */
  boolean isOfScope() {
    return kind == Kind.SCOPE || kind == Kind.TIME || kind == Kind.LOAD;
  }

  /** Whether there is a value for each moment. */
  boolean isOfMoment() {
    return kind != Kind.SCOPE && kind != Kind.TIME;
  }

  /** Whether anything was read that it is made of. */
  boolean isMeasured(Facts facts) {
    return switch (kind) {
      case SERIES -> !parts.of(facts).isEmpty();
      case GENERATOR -> facts.hasHeartbeats();
      case SCOPE, TIME, LOAD -> true;
    };
  }
}
