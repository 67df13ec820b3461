package dev.pulse.reporter.verdict;

import dev.pulse.protocol.v1.Heartbeat;
import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.reporter.run.Arrivals;
import dev.pulse.reporter.run.PlannedStages;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.run.Selection;
import dev.pulse.reporter.run.Timing;
import dev.pulse.reporter.verdict.Doubt.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Whether the planned load was on the target, by what the generator saw of itself second by second.
 */
final class LoadWatch {
  private static final long SECOND_MICROS = 1_000_000;
  private static final double PLANNED_TIME = 0.98;

  /** Least share of the intended iterations that must begin in the open model. */
  private static final double ARRIVALS_HELD = 0.99;

  private final RunData data;
  private final Criteria.LoadLimits limits;
  private final PlannedLoad planned;
  private final Map<Long, List<Heartbeat>> seconds = new TreeMap<>();
  private final List<Doubt> doubts = new ArrayList<>();

  LoadWatch(RunData data, Criteria.LoadLimits limits) {
    this.data = data;
    this.limits = limits;
    this.planned = new PlannedLoad(data.plan());
    for (Heartbeat beat : data.heartbeats()) {
      seconds
          .computeIfAbsent(beat.getAtMicros() / SECOND_MICROS, key -> new ArrayList<>())
          .add(beat);
    }
  }

  List<Doubt> doubts() {
    if (seconds.isEmpty()) {
      return List.of(new Doubt(Kind.LOAD_NOT_HELD, "the generator told nothing of itself"));
    }
    checkGenerator();
    checkSilence();
    checkVus();
    checkArrivals();
    checkGaps();
    checkEnd();
    return doubts;
  }

  private void checkGenerator() {
    check(
        "event loops were late",
        Heartbeat::getLoopLagMaxMicros,
        (double) limits.loopLagMicros(),
        "ms");
    check("the machine's CPU was busy", Heartbeat::getMachineCpu, limits.machineCpu(), "%");
    var scenarios = data.plan().getScenariosList();
    if (scenarios.stream().noneMatch(PlannedStages::isOpen)) {
      check(
          "requests started late",
          Heartbeat::getStartLagP99Micros,
          (double) limits.startLagMicros(),
          "ms (p99)");
    } else {
      scenarios.stream().filter(scenario -> !PlannedStages.isOpen(scenario)).forEach(this::check);
    }
  }

  /**
   * A closed scenario beside an open one, whose arrivals may wait for a VU: heartbeats don't tell
   * the two apart, so the start lag of its own samples counts, over the whole run.
   */
  private void check(ScenarioPlan closed) {
    var lag = data.figures(Selection.all().ofScenario(closed.getName())).timing(Timing.START_LAG);
    long p99 = lag.count() == 0 ? 0 : lag.valueAtPercentile(99);
    if (p99 > limits.startLagMicros()) {
      doubts.add(
          new Doubt(
              Kind.GENERATOR_SATURATED,
              String.format(
                  Locale.ROOT,
                  "requests of %s started late by more than %.0f ms, %.0f ms (p99 of all)",
                  closed.getName(),
                  limits.startLagMicros() / 1e3,
                  p99 / 1e3)));
    }
  }

  private void check(String what, ToDoubleFunction<Heartbeat> figure, double limit, String unit) {
    double worst = 0;
    long beyond = 0;
    for (var beats : seconds.values()) {
      double most = beats.stream().mapToDouble(figure).max().orElse(0);
      worst = Math.max(worst, most);
      beyond += most > limit ? 1 : 0;
    }
    if (isTooMany(beyond)) {
      double scale = unit.equals("%") ? 100 : 1e-3;
      doubts.add(
          new Doubt(
              Kind.GENERATOR_SATURATED,
              String.format(
                  Locale.ROOT,
                  "%s by more than %.0f %s in %d of %d seconds, %.0f %s at worst",
                  what,
                  limit * scale,
                  unit,
                  beyond,
                  seconds.size(),
                  worst * scale,
                  unit)));
    }
  }

  private boolean isTooMany(long beyond) {
    return beyond > limits.toleratedSeconds() * seconds.size();
  }

  /** Seconds under load in which an agent said nothing: it was stuck, or away. */
  private void checkSilence() {
    long lastSecond = data.elapsedMicros() / SECOND_MICROS;
    long silent = Math.max(0, lastSecond - seconds.size());
    if (isTooMany(silent) && silent > 1) {
      doubts.add(
          new Doubt(
              Kind.LOAD_NOT_HELD,
              String.format(
                  Locale.ROOT, "no heartbeat came in %d of %d seconds", silent, lastSecond)));
    }
  }

  private void checkVus() {
    if (!planned.isKnown()) {
      return;
    }
    long below = 0;
    int fewest = Integer.MAX_VALUE;
    for (long second : seconds.keySet()) {
      int active = data.vusAt(second * SECOND_MICROS);
      if (active < limits.vusHeld() * planned.fewestAround(second * SECOND_MICROS) - 1) {
        below++;
        fewest = Math.min(fewest, active);
      }
    }
    if (isTooMany(below)) {
      doubts.add(
          new Doubt(
              Kind.LOAD_NOT_HELD,
              String.format(
                  Locale.ROOT,
                  "fewer VUs than planned in %d of %d seconds, %d at worst",
                  below,
                  seconds.size(),
                  fewest)));
    }
  }

  private void checkArrivals() {
    if (!data.hasEnded() || !data.stopReason().isEmpty()) {
      return;
    }
    for (Arrivals arrivals : Arrivals.of(data)) {
      if (!arrivals.isHeld(ARRIVALS_HELD)) {
        doubts.add(
            new Doubt(
                Kind.LOAD_NOT_HELD,
                String.format(
                    Locale.ROOT,
                    "%s: %,d of %,.0f intended iterations began (%.1f %%), %,d found no VU free:"
                        + " raise maxVUs, unless the target is too slow for the rate",
                    arrivals.scenario(),
                    arrivals.begun(),
                    arrivals.intended(),
                    arrivals.share() * 100,
                    arrivals.dropped())));
      }
    }
  }

  /** The longest time in which VUs were active and no sample ended. */
  private void checkGaps() {
    long length = Math.max(1, data.intervalMicros());
    long longest = 0;
    long end = 0;
    for (long interval : data.intervals()) {
      longest = Math.max(longest, activeMicros(end, interval * length));
      end = (interval + 1) * length;
    }
    longest = Math.max(longest, activeMicros(end, data.elapsedMicros()));
    if (longest > limits.longestGapMicros()) {
      doubts.add(
          new Doubt(
              Kind.LOAD_NOT_HELD,
              String.format(
                  Locale.ROOT,
                  "for %d s under load no request came to an end",
                  longest / SECOND_MICROS)));
    }
  }

  private long activeMicros(long from, long to) {
    if (to - from <= limits.longestGapMicros()) {
      return 0;
    }
    long active = 0;
    for (long at = from; at < to; at += SECOND_MICROS) {
      active += data.vusAt(at) > 0 ? SECOND_MICROS : 0;
    }
    return active;
  }

  private void checkEnd() {
    long plannedEnd = planned.endMicros();
    if (data.hasEnded()
        && data.stopReason().isEmpty()
        && data.elapsedMicros() < PLANNED_TIME * plannedEnd) {
      doubts.add(
          new Doubt(
              Kind.LOAD_NOT_HELD,
              String.format(
                  Locale.ROOT,
                  "the load ended after %d s of %d s",
                  data.elapsedMicros() / SECOND_MICROS,
                  plannedEnd / SECOND_MICROS)));
    }
  }
}
