package dev.pulse.generator.vu;

import dev.pulse.generator.http.LoopContext;
import dev.pulse.generator.pacing.TimerWheel;
import dev.pulse.protocol.HistogramAccumulator;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Everything on one event loop: a tick each millisecond turns the timers, wakes and parks VUs, and
 * seals batches that are due. All methods but the constructor run on the event loop.
 */
final class LoadLoop {
  private final LoopContext context;
  private final List<VuGroup> groups = new ArrayList<>();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private long nextTickMicros;
  private @Nullable Future<?> ticking;

  LoadLoop(LoadPlan plan, LoopContext context, int loopIndex, int loops) {
    this.context = context;
    for (ScenarioProgram program : plan.programs()) {
      groups.add(VuGroup.of(plan, program, context, loopIndex, loops));
    }
  }

  /** Completed when all VUs are parked for good and the last batch is sealed. */
  CompletableFuture<Void> done() {
    return done;
  }

  LoopContext context() {
    return context;
  }

  /** Begins to tick once the run clock starts. */
  void start() {
    long untilStartMicros = context.clock().untilStartNanos() / 1_000;
    ticking =
        context
            .eventLoop()
            .scheduleAtFixedRate(
                this::tick, untilStartMicros, TimerWheel.TICK_MICROS, TimeUnit.MICROSECONDS);
  }

  private void tick() {
    if (done.isDone() || context.clock().untilStartNanos() > 0) {
      return;
    }
    try {
      turn(context.clock().micros());
    } catch (RuntimeException | Error e) {
      end();
      done.completeExceptionally(e);
    }
  }

  private void turn(long nowMicros) {
    // A tick that comes late is followed by those it held up, at once: only the first one counts.
    context.watch().ticked(Math.max(0, nowMicros - nextTickMicros));
    nextTickMicros = nowMicros + TimerWheel.TICK_MICROS;
    context.wheel().turn(nowMicros);
    for (VuGroup group : groups) {
      group.turn(nowMicros);
    }
    context.recorder().tick(context.clock().micros());
    publish();
    if (groups.stream().allMatch(group -> group.isOver(nowMicros))) {
      finish();
    }
  }

  private void publish() {
    int running = 0;
    long completed = 0;
    long interrupted = 0;
    for (VuGroup group : groups) {
      running += group.running();
      completed += group.completed();
      interrupted += group.interrupted();
    }
    context.watch().publish(running, completed, interrupted, context.openConnections());
  }

  private void finish() {
    // Without a free buffer the next tick tries again.
    if (context.recorder().finish(context.clock().micros())) {
      end();
      done.complete(null);
    }
  }

  private void end() {
    if (ticking != null) {
      ticking.cancel(false);
    }
    groups.forEach(VuGroup::close);
    context.close();
  }

  /**
   * Begins to stop.
   *
   * @param isGraceful whether what is under way gets its scenario's graceful stop
   */
  void stop(boolean isGraceful) {
    if (done.isDone()) {
      return;
    }
    long nowMicros = context.clock().micros();
    for (VuGroup group : groups) {
      group.stop(nowMicros, nowMicros + (isGraceful ? group.program.gracefulStopMicros : 0));
    }
  }

  /** Adds the durations of all complete iterations; to be called once, when done. */
  void drainIterationDurations(HistogramAccumulator into) {
    groups.forEach(group -> into.add(group.iterationDurations()));
  }
}
