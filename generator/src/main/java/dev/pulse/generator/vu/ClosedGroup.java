package dev.pulse.generator.vu;

import dev.pulse.generator.http.LoopContext;
import org.jspecify.annotations.Nullable;

/**
 * The closed model: of the agent's own VUs, counted from 0, those whose number is the loop's modulo
 * the number of loops. VU <em>i</em> of the run is wanted while the executor's target exceeds
 * <em>i</em>, and begins one iteration after the other.
 */
final class ClosedGroup extends VuGroup {
  private final int loopIndex;
  private final int loops;
  private final @Nullable VirtualUser[] vus;
  private int target;
  private long targetSinceMicros = -1;
  private boolean stopped;

  ClosedGroup(LoadPlan plan, ScenarioProgram program, LoopContext loop, int loopIndex, int loops) {
    super(plan, program, loop);
    this.loopIndex = loopIndex;
    this.loops = loops;
    vus = new VirtualUser[(program.ownVus() - loopIndex + loops - 1) / loops];
  }

  /** Wakes and parks VUs as the executor has it. */
  @Override
  void turn(long nowMicros) {
    int wanted = stopped ? 0 : program.ownTargetVus(nowMicros);
    if (wanted > target) {
      wake(wanted, nowMicros);
    } else if (wanted < target) {
      dismissFrom(wanted, program.cutMicros(nowMicros));
    }
    target = wanted;
    targetSinceMicros = nowMicros;
    cutThoseDue(nowMicros);
  }

  private void wake(int wanted, long nowMicros) {
    for (int own = firstFrom(target); own < wanted; own += loops) {
      vu(own).want(program.wantedSince(program.vuOf(own), targetSinceMicros, nowMicros));
    }
  }

  private void dismissFrom(int wanted, long cutMicros) {
    for (int own = firstFrom(wanted); own < target; own += loops) {
      dismiss(vu(own), cutMicros);
    }
  }

  private int firstFrom(int own) {
    return own + Math.floorMod(loopIndex - own, loops);
  }

  private VirtualUser vu(int own) {
    var vu = vus[own / loops];
    if (vu == null) {
      vu = new VirtualUser(this, program.vuOf(own));
      vus[own / loops] = vu;
    }
    return vu;
  }

  @Override
  void stop(long nowMicros, long cutMicros) {
    stopped = true;
    long cut = Math.min(cutMicros, program.endMicros + program.gracefulStopMicros);
    dismissFrom(0, cut);
    hurry(cut);
    target = 0;
    cutThoseDue(nowMicros);
  }

  @Override
  boolean isOver(long nowMicros) {
    boolean begun = targetSinceMicros >= program.startMicros;
    boolean noneLeft = stopped || nowMicros >= program.endMicros || (begun && program.isCounted());
    return running() == 0 && noneLeft;
  }

  @Override
  boolean repeats() {
    return true;
  }

  @Override
  void rests(VirtualUser vu) {
    vu.disconnect();
  }

  @Override
  void close() {
    // Who rests is disconnected.
  }
}
