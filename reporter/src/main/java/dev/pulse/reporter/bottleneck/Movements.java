package dev.pulse.reporter.bottleneck;

import dev.pulse.reporter.correlation.Correlated;
import dev.pulse.reporter.correlation.LaggedCorrelation;
import dev.pulse.reporter.run.PlannedStages;
import dev.pulse.reporter.run.ResourceSeries;
import dev.pulse.reporter.run.ResponseInterval;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which resources moved with the mean response time of a run. On one grid for all, at most three
 * hundred points; of the sustained stages where there is enough of them, and in the closed model
 * with what goes along with the VUs taken out, because in a ramp everything grows.
 */
final class Movements {
  private static final int MOST_POINTS = 300;
  private static final int MOST_SERIES = 200;
  private static final long MOST_LAG_MICROS = 10_000_000;

  /** Probability above which it may as well be chance. */
  private static final double CHANCE = 0.05;

  private final Facts facts;
  private final List<Span> grid;
  private final long stepMicros;

  Movements(Facts facts) {
    this.facts = facts;
    List<Span> moments = facts.moments();
    long from = moments.isEmpty() ? 0 : moments.get(0).fromMicros();
    long to = moments.isEmpty() ? 0 : moments.get(moments.size() - 1).toMicros();
    long moment = moments.stream().mapToLong(Span::lengthMicros).max().orElse(1);
    long least = Math.max(1_000_000, moment);
    long steps = Math.max(1, ((to - from) / least + MOST_POINTS - 1) / MOST_POINTS);
    this.stepMicros = least * steps;
    this.grid =
        IntStream.range(0, (int) ((to - from + stepMicros - 1) / stepMicros))
            .mapToObj(i -> new Span(from + i * stepMicros, from + (i + 1) * stepMicros))
            .toList();
  }

  /** Those that chance does not explain, strongest first. */
  List<Movement> significant() {
    var correlation =
        new LaggedCorrelation(
            latency(),
            load(),
            wanted(),
            (int) (MOST_LAG_MICROS / stepMicros),
            facts.data().run().hashCode());
    List<ResourceSeries> series = series();
    List<Correlated> found =
        correlation.with(series.stream().map(one -> Aligned.to(grid, one)).toList());
    return IntStream.range(0, series.size())
        .filter(i -> found.get(i).p() <= CHANCE)
        .mapToObj(
            i ->
                new Movement(
                    series.get(i),
                    found.get(i).lag() * stepMicros / 1e6,
                    found.get(i).rho(),
                    found.get(i).p()))
        .sorted(Comparator.comparingDouble((Movement m) -> Math.abs(m.rho())).reversed())
        .toList();
  }

  /** All that was read but sums, and what the vocabulary makes of two. */
  private List<ResourceSeries> series() {
    Stream<ResourceSeries> read =
        facts.data().resources().stream().filter(one -> !one.series().startsWith("statement_"));
    Stream<ResourceSeries> made =
        Vocabulary.all().stream()
            .flatMap(measure -> measure.parts().of(facts).stream())
            .filter(one -> !facts.data().resources().contains(one));
    return Stream.concat(read, made).limit(MOST_SERIES).toList();
  }

  private double[] latency() {
    double[] sum = new double[grid.size()];
    double[] count = new double[grid.size()];
    for (int i = 0; i < facts.moments().size(); i++) {
      ResponseInterval part = facts.response(facts.whole(), i);
      if (part != null) {
        int at = indexOf(facts.moments().get(i));
        sum[at] += part.response().sumMicros();
        count[at] += part.response().count();
      }
    }
    for (int at = 0; at < sum.length; at++) {
      sum[at] = count[at] == 0 ? Double.NaN : sum[at] / count[at];
    }
    return sum;
  }

  private int indexOf(Span moment) {
    return (int) ((moment.fromMicros() - grid.get(0).fromMicros()) / stepMicros);
  }

  /** The active VUs; the same everywhere in the open model, where they follow from latency. */
  private double[] load() {
    boolean isOpen =
        facts.data().plan().getScenariosList().stream().anyMatch(PlannedStages::isOpen);
    return grid.stream()
        .mapToDouble(span -> isOpen ? 0 : facts.data().vusAt(span.toMicros() - 1))
        .toArray();
  }

  private boolean[] wanted() {
    List<Scope> stages = facts.stages();
    boolean[] wanted = new boolean[grid.size()];
    int count = 0;
    for (int i = 0; i < wanted.length; i++) {
      Span span = grid.get(i);
      wanted[i] =
          stages.stream()
              .anyMatch(
                  s -> span.fromMicros() >= s.fromMicros() && span.toMicros() <= s.toMicros());
      count += wanted[i] ? 1 : 0;
    }
    if (count < LaggedCorrelation.LEAST_POINTS) {
      Arrays.fill(wanted, true);
    }
    return wanted;
  }
}
