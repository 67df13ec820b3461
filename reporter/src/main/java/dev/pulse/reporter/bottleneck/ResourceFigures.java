package dev.pulse.reporter.bottleneck;

import dev.pulse.reporter.run.ResourceSeries;
import dev.pulse.reporter.run.ResourceSeries.Point;
import dev.pulse.reporter.run.Utilisation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Figures that come from what was read of the system under test: how they are worked out. */
final class ResourceFigures {
  private static final int STRETCHES = 6;
  private static final int LEAST_READINGS = 12;

  private ResourceFigures() {}

  /** All parts of a series, from whatever source. */
  static Measure.Parts all(String series) {
    return facts ->
        facts.data().resources().stream().filter(one -> one.series().equals(series)).toList();
  }

  /** The parts that are of one kind of source. */
  static Measure.Parts from(String source, String series) {
    return facts ->
        all(series).of(facts).stream().filter(one -> one.source().equals(source)).toList();
  }

  /** CPU or memory of the system under test: not the generator's machine, and no cache's. */
  static Measure.Parts utilisation(String series) {
    return facts -> Utilisation.measured(facts.data(), series);
  }

  /** Hit ratios of caches while somebody looked anything up; one that idles tells nothing. */
  static List<ResourceSeries> hitRatiosInUse(Facts facts) {
    return all("hit_ratio").of(facts).stream()
        .map(ratios -> whileInUse(ratios, facts))
        .filter(ratios -> !ratios.points().isEmpty())
        .toList();
  }

  private static ResourceSeries whileInUse(ResourceSeries ratios, Facts facts) {
    var commands = ofPart(ratios, "commands_per_second", facts).map(Aligned::nearest);
    if (commands.isEmpty()) {
      return ratios;
    }
    List<Point> points =
        ratios.points().stream()
            .filter(point -> commands.get().apply(point.atMicros()).orElse(1) >= 1)
            .toList();
    return new ResourceSeries(
        ratios.source(), ratios.series(), ratios.label(), ratios.unit(), points);
  }

  /** One series over another of the same part, which may have been read at other times. */
  static Measure.Parts ratio(String name, String series, String per) {
    return facts ->
        all(series).of(facts).stream()
            .flatMap(
                over -> ofPart(over, per, facts).map(under -> ratio(name, over, under)).stream())
            .filter(made -> !made.points().isEmpty())
            .toList();
  }

  private static Optional<ResourceSeries> ofPart(ResourceSeries one, String series, Facts facts) {
    return all(series).of(facts).stream()
        .filter(other -> other.source().equals(one.source()))
        .filter(other -> other.label().equals(one.label()))
        .findFirst();
  }

  private static ResourceSeries ratio(String name, ResourceSeries over, ResourceSeries under) {
    var per = Aligned.nearest(under);
    var points = new ArrayList<Point>();
    for (Point point : over.points()) {
      double whole = per.apply(point.atMicros()).orElse(0);
      if (whole > 0) {
        points.add(new Point(point.atMicros(), point.value() / whole));
      }
    }
    return new ResourceSeries(over.source(), name, over.label(), "ratio", points);
  }

  /** By how much a count grew over a scope, all parts together. */
  static Measure.OfScope growth(String series) {
    return (facts, scope) -> {
      var parts = all(series).of(facts);
      return parts.isEmpty()
          ? OptionalDouble.empty()
          : OptionalDouble.of(parts.stream().mapToDouble(part -> growth(part, scope)).sum());
    };
  }

  private static double growth(ResourceSeries part, Scope scope) {
    double[] values = values(part, scope);
    double grown = 0;
    for (int i = 1; i < values.length; i++) {
      // Where it falls it was counted from 0 again.
      grown += values[i] < values[i - 1] ? values[i] : values[i] - values[i - 1];
    }
    return grown;
  }

  /**
   * By how much the lowest memory of a sixth of the scope lies higher in the last sixth than in the
   * first, where it rose all along: what a collector cannot free, grows. Of the part in which it
   * rose most.
   */
  static OptionalDouble memoryRise(Facts facts, Scope scope) {
    return utilisation(Utilisation.MEMORY).of(facts).stream()
        .map(part -> values(part, scope))
        .filter(values -> values.length >= LEAST_READINGS)
        .mapToDouble(ResourceFigures::rise)
        .max();
  }

  private static double rise(double[] values) {
    double[] floors = new double[STRETCHES];
    for (int i = 0; i < STRETCHES; i++) {
      floors[i] =
          Arrays.stream(values, i * values.length / STRETCHES, (i + 1) * values.length / STRETCHES)
              .min()
              .orElse(0);
    }
    int falling = 0;
    for (int i = 1; i < STRETCHES; i++) {
      falling += floors[i] < floors[i - 1] ? 1 : 0;
    }
    return falling <= 1 ? floors[STRETCHES - 1] - floors[0] : 0;
  }

  private static double[] values(ResourceSeries part, Scope scope) {
    return part.values(at -> at >= scope.fromMicros() && at < scope.toMicros()).toArray();
  }
}
