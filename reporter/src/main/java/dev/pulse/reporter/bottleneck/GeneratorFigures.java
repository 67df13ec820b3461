package dev.pulse.reporter.bottleneck;

import dev.pulse.protocol.v1.Heartbeat;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Figures that the generator tells of itself: how they are worked out. */
final class GeneratorFigures {
  private GeneratorFigures() {}

  static Measure.OfMoment at(ToDoubleFunction<Heartbeat> figure) {
    return (facts, scope, moment) -> facts.ofGenerator(moment, figure);
  }

  /** Time in garbage collection since the heartbeat before, which comes each second. */
  static double gcShare(Heartbeat beat) {
    return Integer.toUnsignedLong(beat.getGcMicros()) / 1e6;
  }

  /**
   * Share of the seconds in which of any agent an event loop, the machine's CPU or, in the closed
   * model, the start of a request was beyond its limit in the criteria.
   */
  static OptionalDouble lateShare(Facts facts, Scope scope) {
    var seconds = facts.beatsBySecond();
    if (seconds.isEmpty()) {
      return OptionalDouble.empty();
    }
    long late =
        seconds.stream()
            .filter(beats -> beats.stream().anyMatch(beat -> isBeyond(facts, beat)))
            .count();
    return OptionalDouble.of((double) late / seconds.size());
  }

  /** 1 at a moment in which one generator was beyond a limit, else 0. */
  static OptionalDouble isLate(Facts facts, Scope scope, int moment) {
    return facts.ofGenerator(moment, beat -> isBeyond(facts, beat) ? 1 : 0);
  }

  private static boolean isBeyond(Facts facts, Heartbeat beat) {
    var limits = facts.criteria().load();
    return beat.getLoopLagMaxMicros() > limits.loopLagMicros()
        || beat.getMachineCpu() > limits.machineCpu()
        || (!facts.isOpen() && beat.getStartLagP99Micros() > limits.startLagMicros());
  }
}
