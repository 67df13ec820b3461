package dev.pulse.protocol;

import java.time.InstantSource;

/**
 * The clocks of this process. Only main classes take them from here; everything else is handed
 * them, so that a test can set the time.
 */
public final class SystemClock {
  private SystemClock() {}

  /** Monotonic nanoseconds with an arbitrary origin. */
  public static long nanoTime() {
    return System.nanoTime();
  }

  /** Wall clock for stamps. */
  public static InstantSource wall() {
    return InstantSource.system();
  }
}
