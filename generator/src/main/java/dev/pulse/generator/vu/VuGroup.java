package dev.pulse.generator.vu;

import dev.pulse.generator.http.LoopContext;
import dev.pulse.protocol.HistogramRecorder;
import dev.pulse.protocol.LatencyHistogram;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The VUs of one scenario that fall to one event loop: of the agent's own, counted from 0, those
 * whose number is the loop's modulo the number of loops. VU <em>i</em> of the run is wanted while
 * the executor's target exceeds <em>i</em>.
 */
final class VuGroup {
  final LoadPlan plan;
  final ScenarioProgram program;
  final LoopContext loop;
  private final int loopIndex;
  private final int loops;
  private final @Nullable VirtualUser[] vus;
  private final ArrayDeque<VirtualUser> unwanted = new ArrayDeque<>();
  private final HistogramRecorder iterationMicros = new HistogramRecorder();
  private int target;
  private long targetSinceMicros = -1;
  private int running;
  private long completed;
  private long interrupted;
  private boolean stopped;

  VuGroup(LoadPlan plan, ScenarioProgram program, LoopContext loop, int loopIndex, int loops) {
    this.plan = plan;
    this.program = program;
    this.loop = loop;
    this.loopIndex = loopIndex;
    this.loops = loops;
    vus = new VirtualUser[(program.ownVus() - loopIndex + loops - 1) / loops];
  }

  /** Wakes and parks VUs as the executor has it. */
  void turn(long nowMicros) {
    int wanted = stopped ? 0 : program.ownTargetVus(nowMicros);
    if (wanted > target) {
      wake(wanted, nowMicros);
    } else if (wanted < target) {
      dismiss(wanted, program.cutMicros(nowMicros));
    }
    target = wanted;
    targetSinceMicros = nowMicros;
    cutThoseDue(nowMicros);
  }

  private void wake(int wanted, long nowMicros) {
    for (int vu = firstFrom(target); vu < wanted; vu += loops) {
      vu(vu).want(program.wantedSince(program.vuOf(vu), targetSinceMicros, nowMicros));
    }
  }

  private void dismiss(int wanted, long cutMicros) {
    for (int index = firstFrom(wanted); index < target; index += loops) {
      var vu = vu(index);
      if (vu.unwant()) {
        vu.cutMicros = cutMicros;
        unwanted.add(vu);
      }
    }
  }

  private int firstFrom(int index) {
    return index + Math.floorMod(loopIndex - index, loops);
  }

  private VirtualUser vu(int index) {
    var vu = vus[index / loops];
    if (vu == null) {
      vu = new VirtualUser(this, program.vuOf(index));
      vus[index / loops] = vu;
    }
    return vu;
  }

  /** Cuts come in the order in which VUs were dismissed, but for a stop, which may pull them in. */
  private void cutThoseDue(long nowMicros) {
    while (!unwanted.isEmpty() && unwanted.getFirst().cutMicros <= nowMicros) {
      unwanted.removeFirst().cut();
    }
  }

  /**
   * Ends the scenario early: nothing begins any more, and what is under way may go on until a
   * moment.
   */
  void stop(long nowMicros, long cutMicros) {
    stopped = true;
    long cut = Math.min(cutMicros, program.endMicros + program.gracefulStopMicros);
    dismiss(0, cut);
    unwanted.forEach(vu -> vu.cutMicros = Math.min(vu.cutMicros, cut));
    target = 0;
    cutThoseDue(nowMicros);
  }

  /** Whether all is over, and nothing will begin again. */
  boolean isOver(long nowMicros) {
    boolean begun = targetSinceMicros >= program.startMicros;
    boolean noneLeft = stopped || nowMicros >= program.endMicros || (begun && program.isCounted());
    return running == 0 && noneLeft;
  }

  /** It goes on as if it had been wanted all the time: its cut is off. */
  void wantedAgain(VirtualUser vu) {
    unwanted.remove(vu);
  }

  void unparked() {
    running++;
  }

  void parked() {
    running--;
  }

  void iterationCompleted(long micros) {
    completed++;
    iterationMicros.record(micros);
  }

  void iterationInterrupted() {
    interrupted++;
  }

  int running() {
    return running;
  }

  long completed() {
    return completed;
  }

  long interrupted() {
    return interrupted;
  }

  /** Durations of complete iterations; to be called once, at the end. */
  LatencyHistogram iterationDurations() {
    return iterationMicros.drain();
  }
}
