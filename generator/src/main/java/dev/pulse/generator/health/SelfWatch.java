package dev.pulse.generator.health;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.pulse.protocol.HistogramLayout;
import dev.pulse.protocol.v1.Heartbeat;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Turns the counters of event loops and process into heartbeats. Each call reports what happened
 * since the one before. Used by one thread.
 */
public final class SelfWatch {
  private final List<LoopWatch> loops;
  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();
  private final Histogram startLag = new Histogram(HistogramLayout.MAX_MICROS, 2);
  private long cpuNanos;
  private long gcMillis;
  private long atMicros;

  /** Begins to watch now. */
  public SelfWatch(List<LoopWatch> loops) {
    this.loops = List.copyOf(loops);
    cpuNanos = system.getProcessCpuTime();
    gcMillis = gcMillis();
  }

  /**
   * Fills in all but who sends it and the counts of samples.
   *
   * @param nowMicros run clock
   */
  public Heartbeat.Builder heartbeat(long nowMicros) {
    var beat = Heartbeat.newBuilder().setAtMicros(nowMicros);
    loops(beat);
    startLags(beat);
    process(beat, nowMicros - atMicros);
    atMicros = nowMicros;
    return beat;
  }

  private void loops(Heartbeat.Builder beat) {
    for (LoopWatch loop : loops) {
      beat.setActiveVus(beat.getActiveVus() + loop.activeVus())
          .setIterations(beat.getIterations() + loop.iterations())
          .setInterruptedIterations(beat.getInterruptedIterations() + loop.interrupted())
          .setConnectionsOpen(beat.getConnectionsOpen() + loop.connections())
          .setLoopLagMaxMicros(
              (int) Math.max(beat.getLoopLagMaxMicros(), loop.drainMaxLoopLagMicros()));
    }
  }

  private void startLags(Heartbeat.Builder beat) {
    startLag.reset();
    loops.forEach(loop -> loop.drainStartLag(startLag));
    if (startLag.getTotalCount() > 0) {
      beat.setStartLagP50Micros((int) startLag.getValueAtPercentile(50))
          .setStartLagP99Micros((int) startLag.getValueAtPercentile(99))
          .setStartLagMaxMicros((int) startLag.getMaxValue());
    }
  }

  private void process(Heartbeat.Builder beat, long elapsedMicros) {
    long cpuNow = system.getProcessCpuTime();
    long gcNow = gcMillis();
    beat.setCpuCores(elapsedMicros <= 0 ? 0 : (cpuNow - cpuNanos) / 1_000.0 / elapsedMicros)
        .setMachineCpu(system.getCpuLoad())
        .setGcMicros((int) ((gcNow - gcMillis) * 1_000))
        .setHeapUsedBytes(Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory())
        .setAllocatedBytes(allocatedBytes())
        .setCores(Runtime.getRuntime().availableProcessors());
    cpuNanos = cpuNow;
    gcMillis = gcNow;
  }

  private long gcMillis() {
    return collectors.stream().mapToLong(c -> Math.max(0, c.getCollectionTime())).sum();
  }

  /** By threads that are alive; those that ended are forgotten, which is few here. */
  private long allocatedBytes() {
    long all = 0;
    for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
      all += Math.max(0, bytes);
    }
    return all;
  }
}
