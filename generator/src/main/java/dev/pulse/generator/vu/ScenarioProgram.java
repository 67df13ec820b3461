package dev.pulse.generator.vu;

import dev.pulse.scenario.ArrivalRate;
import dev.pulse.scenario.ArrivalWalk;
import dev.pulse.scenario.Executor;
import dev.pulse.scenario.Flow;
import dev.pulse.scenario.PerVuIterations;
import dev.pulse.scenario.RampingVus;
import dev.pulse.scenario.Scenario;
import dev.pulse.scenario.Shard;
import dev.pulse.scenario.SharedIterations;
import dev.pulse.scenario.Stage;
import dev.pulse.scenario.ThinkTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A scenario on the run clock, prepared for the hot path. Shared by all event loops; its only state
 * is the heap of shared iterations, and the arrivals that change loops.
 */
final class ScenarioProgram {
  private static final long UNBOUNDED = Long.MAX_VALUE;

  final Scenario scenario;
  final int index;
  final int firstVu;
  final long startMicros;
  final long endMicros;
  final long gracefulStopMicros;
  final long iterationsPerVu;
  final Handovers handovers = new Handovers();
  private final Executor executor;
  private final long gracefulRampDownMicros;
  private final int firstStage;
  private final long[] stageEndMicros;
  private final Shard shard;
  private final Shard arrivalShard;
  private final AtomicLong sharedIterations;

  /**
   * Prepares a scenario.
   *
   * @param index of its name
   * @param firstVu number of its first VU, from 1, so that no two scenarios share one
   * @param firstStage index of its first stage's name
   * @param shard what of it this agent takes
   */
  ScenarioProgram(Scenario scenario, int index, int firstVu, int firstStage, Shard shard) {
    this.scenario = scenario;
    this.shard = shard;
    arrivalShard = shard.within(scenario.executor().maxVus());
    this.index = index;
    this.firstVu = firstVu;
    this.firstStage = firstStage;
    executor = scenario.executor();
    startMicros = scenario.startNanos() / 1_000;
    endMicros = scenario.endNanos() / 1_000;
    gracefulStopMicros = scenario.gracefulStop().toNanos() / 1_000;
    gracefulRampDownMicros =
        executor instanceof RampingVus ramping
            ? ramping.gracefulRampDown().toNanos() / 1_000
            : gracefulStopMicros;
    iterationsPerVu =
        executor instanceof PerVuIterations counted ? counted.iterations() : UNBOUNDED;
    sharedIterations =
        new AtomicLong(
            executor instanceof SharedIterations shared
                ? shard.within(shared.maxVus()).share(shared.iterations())
                : UNBOUNDED);
    stageEndMicros = stageEnds(executor.stages(), startMicros);
  }

  private static long[] stageEnds(List<Stage> stages, long startMicros) {
    return stages.stream().mapToLong(stage -> startMicros + stage.endNanos() / 1_000).toArray();
  }

  Flow flow() {
    return scenario.flow();
  }

  ThinkTime thinkTime() {
    return scenario.thinkTime();
  }

  /** Most VUs of this agent that are active at once. */
  int ownVus() {
    return (int) shard.share(executor.maxVus());
  }

  /** Index in the scenario of what is this agent's own VU {@code own}, both from 0. */
  int vuOf(int own) {
    return (int) shard.nth(own);
  }

  /** Whether iterations arrive, rather than follow each other. */
  boolean isOpen() {
    return executor instanceof ArrivalRate;
  }

  /** The arrivals of the whole run, each loop walks its own. */
  ArrivalWalk arrivals(long seed) {
    return open().arrivals(seed);
  }

  /** VUs of this agent that exist from the start. */
  long ownPreAllocatedVus() {
    return shard.share(open().preAllocatedVus());
  }

  private ArrivalRate open() {
    return (ArrivalRate) executor;
  }

  /** Whether an arrival of the run falls to this agent. */
  boolean takesArrival(long number) {
    return arrivalShard.takes(number);
  }

  /** Number among this agent's arrivals of one that it takes. */
  long ownArrival(long number) {
    return arrivalShard.share(number);
  }

  /** Whether a number of iterations ends it before its time is up. */
  boolean isCounted() {
    return executor.totalIterations() > 0;
  }

  /** VUs of this agent that may begin iterations at a time on the run clock. */
  int ownTargetVus(long runMicros) {
    return (int) shard.share(targetVus(runMicros));
  }

  private int targetVus(long runMicros) {
    return executor.targetVus((runMicros - startMicros) * 1_000);
  }

  /** Index of the stage's name at a time on the run clock. */
  int stageAt(long runMicros) {
    int last = stageEndMicros.length - 1;
    int stage = 0;
    while (stage < last && runMicros >= stageEndMicros[stage]) {
      stage++;
    }
    return firstStage + stage;
  }

  /** When the iteration of a VU that is no longer wanted is cut short. */
  long cutMicros(long unwantedSinceMicros) {
    long graceful = unwantedSinceMicros >= endMicros ? gracefulStopMicros : gracefulRampDownMicros;
    return Math.min(unwantedSinceMicros + graceful, endMicros + gracefulStopMicros);
  }

  /**
   * First moment at which a VU is wanted, found by bisection, so that the lag of the tick which
   * notices it counts as start lag.
   *
   * @param vu index in the scenario, from 0
   * @param unwantedMicros a time at which it was not wanted yet
   * @param wantedMicros a time at which it is
   */
  long wantedSince(int vu, long unwantedMicros, long wantedMicros) {
    long low = unwantedMicros;
    long high = wantedMicros;
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      if (targetVus(middle) > vu) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /** Takes one iteration from the heap that all VUs share; false if it is empty. */
  boolean takeIteration() {
    return sharedIterations.get() == UNBOUNDED || sharedIterations.getAndDecrement() > 0;
  }
}
