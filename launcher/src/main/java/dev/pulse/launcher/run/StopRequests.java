package dev.pulse.launcher.run;

import dev.pulse.launcher.process.Signals;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a person, or the system, asks of a command under way: Ctrl-C or SIGTERM once ends the load
 * gracefully, again ends everything at once.
 *
 * <p>Before the load there is nothing to end gracefully: then the first one interrupts the thread
 * that starts things.
 */
public final class StopRequests {
  private final AtomicInteger count = new AtomicInteger();
  private final Semaphore wakeUp = new Semaphore(0);
  private final AtomicReference<@Nullable Thread> starter = new AtomicReference<>();
  private final Runnable atOnce;

  /**
   * Requests made by calling {@link #stop} only.
   *
   * @param atOnce what the second request does
   */
  public StopRequests(Runnable atOnce) {
    this.atOnce = atOnce;
  }

  /** Takes requests from the signals INT and TERM, too. */
  public StopRequests listen() {
    Signals.handle("INT", name -> stop());
    Signals.handle("TERM", name -> stop());
    return this;
  }

  /** From now on, until {@link #endStarting}, the first request interrupts the calling thread. */
  public void beginStarting() {
    starter.set(Thread.currentThread());
  }

  /** From now on the first request only counts, and {@link #await} returns. */
  public void endStarting() {
    starter.set(null);
  }

  /** One request. */
  public void stop() {
    if (count.incrementAndGet() >= 2) {
      atOnce.run();
      return;
    }
    wakeUp.release();
    Thread starting = starter.get();
    if (starting != null) {
      starting.interrupt();
    }
  }

  /** Whether there was any. */
  public boolean isStopping() {
    return count.get() > 0;
  }

  /** Waits for so long, less when a request comes in. */
  public void await(Duration atMost) throws InterruptedException {
    if (wakeUp.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      wakeUp.drainPermits();
    }
  }
}
