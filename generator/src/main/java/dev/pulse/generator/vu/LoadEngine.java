package dev.pulse.generator.vu;

import dev.pulse.generator.health.LoopWatch;
import dev.pulse.generator.http.HttpSettings;
import dev.pulse.generator.http.LoopContext;
import dev.pulse.generator.pacing.RunClock;
import dev.pulse.generator.pacing.TimerWheel;
import dev.pulse.generator.record.SampleRecorder;
import dev.pulse.protocol.HistogramAccumulator;
import dev.pulse.protocol.LatencyHistogram;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;

/** Runs a load plan on some event loops. Thread-safe. */
public final class LoadEngine implements AutoCloseable {
  private final MultiThreadIoEventLoopGroup group;
  private final List<LoadLoop> loops = new ArrayList<>();

  /**
   * Prepares event loops, which do nothing yet.
   *
   * @param count number of event loops, ≥ 1
   * @param recorders makes the recorder of a stream
   * @param traceHalf {@link dev.pulse.protocol.TraceId#streamHalf} of a stream
   */
  public LoadEngine(
      LoadPlan plan,
      int count,
      HttpSettings settings,
      RunClock clock,
      IntFunction<SampleRecorder> recorders,
      IntToLongFunction traceHalf) {
    var transport = Transport.available();
    group = transport.loops(count, "pulse-load");
    int stream = 0;
    for (EventExecutor executor : group) {
      var context =
          new LoopContext(
              (EventLoop) executor,
              transport.channelType(),
              clock,
              new TimerWheel(),
              recorders.apply(stream),
              settings,
              new LoopWatch(),
              traceHalf.applyAsLong(stream));
      loops.add(new LoadLoop(plan, context, stream++, count));
    }
  }

  /**
   * Starts the load at the beginning of the run clock.
   *
   * @return completed when the load is over and each stream's last batch is sealed
   */
  public CompletableFuture<Void> start() {
    for (LoadLoop loop : loops) {
      loop.context().eventLoop().execute(loop::start);
    }
    return CompletableFuture.allOf(
        loops.stream().map(LoadLoop::done).toArray(CompletableFuture[]::new));
  }

  /**
   * Begins to stop; may be called again to hurry.
   *
   * @param isGraceful whether what is under way gets its scenario's graceful stop, or is cut short
   */
  public void stop(boolean isGraceful) {
    for (LoadLoop loop : loops) {
      loop.context().eventLoop().execute(() -> loop.stop(isGraceful));
    }
  }

  /** Counters of each event loop. */
  public List<LoopWatch> watches() {
    return loops.stream().map(loop -> loop.context().watch()).toList();
  }

  /** The recorder of each stream. */
  public List<SampleRecorder> recorders() {
    return loops.stream().map(loop -> loop.context().recorder()).toList();
  }

  /** Durations of all complete iterations; to be called once, when the load is over. */
  public LatencyHistogram iterationDurations() {
    var all = new HistogramAccumulator();
    loops.forEach(loop -> loop.drainIterationDurations(all));
    return all.toHistogram();
  }

  /** Ends the event loops. */
  @Override
  public void close() {
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
