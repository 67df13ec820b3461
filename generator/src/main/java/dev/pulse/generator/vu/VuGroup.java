package dev.pulse.generator.vu;

import dev.pulse.generator.http.LoopContext;
import dev.pulse.protocol.HistogramRecorder;
import dev.pulse.protocol.LatencyHistogram;
import java.util.ArrayDeque;

/** The VUs of one scenario that fall to one event loop, and what they have done. */
abstract class VuGroup {
  final LoadPlan plan;
  final ScenarioProgram program;
  final LoopContext loop;
  private final ArrayDeque<VirtualUser> unwanted = new ArrayDeque<>();
  private final HistogramRecorder iterationMicros = new HistogramRecorder();
  private int running;
  private long completed;
  private long interrupted;

  VuGroup(LoadPlan plan, ScenarioProgram program, LoopContext loop) {
    this.plan = plan;
    this.program = program;
    this.loop = loop;
  }

  /** The group that a scenario's model asks for. */
  static VuGroup of(
      LoadPlan plan, ScenarioProgram program, LoopContext loop, int loopIndex, int loops) {
    return program.isOpen()
        ? new OpenGroup(plan, program, loop, loopIndex, loops)
        : new ClosedGroup(plan, program, loop, loopIndex, loops);
  }

  /** Begins and ends what is due. */
  abstract void turn(long nowMicros);

  /**
   * Ends the scenario early: nothing begins any more, and what is under way may go on until a
   * moment.
   */
  abstract void stop(long nowMicros, long cutMicros);

  /** Whether all is over, and nothing will begin again. */
  abstract boolean isOver(long nowMicros);

  /** Whether a VU begins its next iteration by itself. */
  abstract boolean repeats();

  /** A VU has nothing under way any more. */
  abstract void rests(VirtualUser vu);

  /** Closes what resting VUs hold open; nothing may begin afterwards. */
  abstract void close();

  /** What is under way of a VU may go on until a moment. */
  final void dismiss(VirtualUser vu, long cutMicros) {
    if (vu.unwant()) {
      vu.cutMicros = cutMicros;
      unwanted.add(vu);
    }
  }

  /** Nothing that was dismissed may go on for longer than this. */
  final void hurry(long cutMicros) {
    unwanted.forEach(vu -> vu.cutMicros = Math.min(vu.cutMicros, cutMicros));
  }

  /** Cuts come in the order in which VUs were dismissed, but for a stop, which may pull them in. */
  final void cutThoseDue(long nowMicros) {
    while (!unwanted.isEmpty() && unwanted.getFirst().cutMicros <= nowMicros) {
      unwanted.removeFirst().cut();
    }
  }

  /** It goes on as if it had been wanted all the time: its cut is off. */
  final void wantedAgain(VirtualUser vu) {
    unwanted.remove(vu);
  }

  final void unparked() {
    running++;
  }

  final void parked(VirtualUser vu) {
    running--;
    rests(vu);
  }

  final void iterationCompleted(long micros) {
    completed++;
    iterationMicros.record(micros);
  }

  final void iterationInterrupted() {
    interrupted++;
  }

  /** A VU was to begin an iteration, and its login failed. */
  final void iterationNotBegun() {
    if (!repeats()) {
      interrupted++;
    }
  }

  final int running() {
    return running;
  }

  final long completed() {
    return completed;
  }

  final long interrupted() {
    return interrupted;
  }

  /** Durations of complete iterations; to be called once, at the end. */
  final LatencyHistogram iterationDurations() {
    return iterationMicros.drain();
  }
}
