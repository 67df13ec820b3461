package dev.pulse.generator.vu;

import dev.pulse.generator.http.LoopContext;
import dev.pulse.generator.record.ErrorNames;
import dev.pulse.generator.record.Sample;
import dev.pulse.protocol.Outcome;
import dev.pulse.scenario.ArrivalWalk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The open model: each arrival falls to a VU of the agent, and so to a loop, in turn. On its loop
 * it goes to the VU that has rested longest, or to a new one while there may be more; where none is
 * free the next loop is asked, and where no loop has one the arrival is dropped, as a sample of its
 * own.
 */
final class OpenGroup extends VuGroup {
  private final int loopIndex;
  private final int loops;
  private final int ownVus;
  private final int loopVus;
  private final ArrivalWalk arrivals;
  private final ArrayDeque<VirtualUser> resting = new ArrayDeque<>();
  private final List<VirtualUser> all = new ArrayList<>();
  private final Sample dropped = new Sample();
  private long nextDueMicros;
  private boolean begun;
  private boolean over;
  private boolean stopped;
  private long endCutMicros;

  OpenGroup(LoadPlan plan, ScenarioProgram program, LoopContext loop, int loopIndex, int loops) {
    super(plan, program, loop);
    this.loopIndex = loopIndex;
    this.loops = loops;
    ownVus = program.ownVus();
    loopVus = (ownVus - loopIndex + loops - 1) / loops;
    arrivals = program.arrivals(plan.arrivalSeed(program.index));
    program.handovers.join(this, loopIndex);
    dropped.scenario = program.index;
    findMine();
  }

  /** Goes on to the next arrival that falls to this loop. */
  private void findMine() {
    while (arrivals.dueNanos() != Long.MAX_VALUE && !isMine(arrivals.number())) {
      arrivals.next();
    }
    nextDueMicros =
        loopVus == 0 || arrivals.dueNanos() == Long.MAX_VALUE
            ? Long.MAX_VALUE
            : program.startMicros + arrivals.dueNanos() / 1_000;
  }

  private boolean isMine(long number) {
    if (loopVus == 0 || !program.takesArrival(number)) {
      return loopVus == 0;
    }
    return program.ownArrival(number) % ownVus % loops == loopIndex;
  }

  @Override
  void turn(long nowMicros) {
    if (!begun && nowMicros >= program.startMicros) {
      begun = true;
      preAllocate();
    }
    while (!over && nextDueMicros <= nowMicros) {
      arrive(nextDueMicros, nowMicros);
      arrivals.next();
      findMine();
    }
    if (!over && nowMicros >= program.endMicros) {
      end(program.endMicros + program.gracefulStopMicros);
    }
    cutThoseDue(nowMicros);
  }

  private void preAllocate() {
    long wanted = Math.min(loopVus, (program.ownPreAllocatedVus() + loops - 1) / loops);
    while (all.size() < wanted) {
      resting.add(newVu());
    }
  }

  private VirtualUser newVu() {
    var vu = new VirtualUser(this, program.vuOf(all.size() * loops + loopIndex));
    all.add(vu);
    return vu;
  }

  private void arrive(long dueMicros, long nowMicros) {
    if (!begin(dueMicros)) {
      handOver(arrivals.number(), dueMicros, nowMicros, 1);
    }
  }

  private boolean begin(long dueMicros) {
    VirtualUser vu = stopped ? null : resting.poll();
    if (vu == null && !stopped && all.size() < loopVus) {
      vu = newVu();
    }
    if (vu == null) {
      return false;
    }
    vu.want(dueMicros);
    if (over) {
      dismiss(vu, endCutMicros);
    }
    return true;
  }

  /** Asks the next loop, if not all have been asked. */
  private void handOver(long number, long dueMicros, long nowMicros, int asked) {
    OpenGroup next = program.handovers.after(loopIndex, loops);
    if (stopped || asked == loops) {
      drop(number, dueMicros, nowMicros);
      return;
    }
    program.handovers.begin();
    next.loop.eventLoop().execute(() -> next.takeOver(number, dueMicros, asked + 1));
  }

  private void takeOver(long number, long dueMicros, int asked) {
    if (!begin(dueMicros)) {
      handOver(number, dueMicros, loop.clock().micros(), asked);
    }
    program.handovers.end();
  }

  private void drop(long number, long dueMicros, long nowMicros) {
    dropped.begin(dueMicros, Math.max(dueMicros, nowMicros));
    dropped.request = program.flow().requestAt(0, plan.drawOf(program.index, number));
    dropped.stage = program.stageAt(dueMicros);
    dropped.fail(Outcome.NOT_STARTED, ErrorNames.NO_VU_FREE);
    loop.recorder().record(dropped, loop.clock().micros());
  }

  /** Nothing arrives any more; what is under way may go on until a moment. */
  private void end(long cutMicros) {
    over = true;
    endCutMicros = cutMicros;
    program.handovers.issued();
    all.forEach(vu -> dismiss(vu, cutMicros));
  }

  @Override
  void stop(long nowMicros, long cutMicros) {
    long cut = Math.min(cutMicros, program.endMicros + program.gracefulStopMicros);
    stopped = true;
    if (!over) {
      end(cut);
    }
    hurry(cut);
    cutThoseDue(nowMicros);
  }

  @Override
  boolean isOver(long nowMicros) {
    return over && program.handovers.areOver() && running() == 0;
  }

  @Override
  boolean repeats() {
    return false;
  }

  @Override
  void rests(VirtualUser vu) {
    resting.add(vu);
  }

  @Override
  void close() {
    if (!over) {
      // This loop has failed: the others must not wait for it.
      over = true;
      stopped = true;
      program.handovers.issued();
    }
    resting.forEach(VirtualUser::disconnect);
    resting.clear();
  }
}
