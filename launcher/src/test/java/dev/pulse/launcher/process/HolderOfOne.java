package dev.pulse.launcher.process;

import dev.pulse.protocol.SystemClock;
import java.util.concurrent.CountDownLatch;

/** A JVM that holds the process whose id it is told to almost nothing, and waits to be killed. */
final class HolderOfOne {
  private HolderOfOne() {}

  public static void main(String[] arguments) throws Exception {
    var process = ProcessHandle.of(Long.parseLong(arguments[0])).orElseThrow();
    try (var limit = CpuLimit.on(process, 0.005, SystemClock::nanoTime)) {
      System.out.println(limit);
      new CountDownLatch(1).await();
    }
  }
}
