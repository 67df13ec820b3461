package dev.pulse.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A number of VUs that follows straight lines from stage to stage.
 *
 * @param startVus at the beginning, ≥ 0
 * @param ramps at least one, together longer than 0 and reaching at least one VU
 * @param gracefulRampDown how long an iteration of a VU that is ramped down may go on, ≥ 0
 * @param stages what the ramps amount to
 */
public record RampingVus(
    int startVus, List<Ramp> ramps, Duration gracefulRampDown, List<Stage> stages)
    implements Executor {

  /** k6 begins with one VU unless told otherwise. */
  public static final int DEFAULT_START_VUS = 1;

  /** Lays the ramps end to end. */
  public RampingVus(int startVus, List<Ramp> ramps, Duration gracefulRampDown) {
    this(startVus, ramps, gracefulRampDown, stagesOf(startVus, ramps));
  }

  /** Checks the ranges, and that stages and ramps say the same. */
  public RampingVus {
    ramps = List.copyOf(ramps);
    stages = List.copyOf(stages);
    Vus.require(startVus, 0, "startVUs");
    Durations.requireNotNegative(gracefulRampDown, "gracefulRampDown");
    if (ramps.isEmpty()) {
      throw new IllegalArgumentException("stages must have at least one entry");
    }
    if (!stages.equals(stagesOf(startVus, ramps))) {
      throw new IllegalArgumentException("stages must follow from startVUs and ramps");
    }
    if (stages.get(stages.size() - 1).endNanos() == 0) {
      throw new IllegalArgumentException("the durations of stages must add up to more than 0");
    }
    if (startVus == 0 && ramps.stream().allMatch(ramp -> ramp.target() == 0)) {
      throw new IllegalArgumentException("a stage must reach at least 1 VU");
    }
  }

  private static List<Stage> stagesOf(int startVus, List<Ramp> ramps) {
    var stages = new ArrayList<Stage>(ramps.size());
    long startNanos = 0;
    int vus = startVus;
    for (Ramp ramp : ramps) {
      long nanos = ramp.duration().toNanos();
      stages.add(Stage.named(stages.size() + 1, startNanos, nanos, vus, ramp.target()));
      startNanos += nanos;
      vus = ramp.target();
    }
    return stages;
  }

  @Override
  public String k6Name() {
    return "ramping-vus";
  }

  @Override
  public int targetVus(long elapsedNanos) {
    if (elapsedNanos < 0 || elapsedNanos >= lengthNanos()) {
      return 0;
    }
    return stageAt(elapsedNanos).vusAt(elapsedNanos);
  }

  @Override
  public int maxVus() {
    return Math.max(startVus, ramps.stream().mapToInt(Ramp::target).max().orElse(0));
  }

  @Override
  public long lengthNanos() {
    return stages.get(stages.size() - 1).endNanos();
  }

  @Override
  public long totalIterations() {
    return 0;
  }
}
