package dev.pulse.collector;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes calls that may hang, on a thread of its own, and gives up on them: clients bound the wait
 * for the beginning of an answer, not for its end. For one thread.
 */
final class BoundedCalls implements AutoCloseable {
  /** For a call that was interrupted to end. */
  private static final Duration ENDING = Duration.ofSeconds(2);

  private final Duration atMost;
  private final String name;
  private ExecutorService executor;

  /**
   * Calls that are given so long each.
   *
   * @param name of the thread
   */
  BoundedCalls(String name, Duration atMost) {
    this.name = name;
    this.atMost = atMost;
    executor = start(name);
  }

  private static ExecutorService start(String name) {
    return Executors.newSingleThreadExecutor(
        task -> {
          var thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Makes a call.
   *
   * @throws TimeoutException if it took too long; it has ended then, or its thread is left alone
   * @throws InterruptedException if this thread was interrupted
   */
  void run(Runnable call) throws TimeoutException, InterruptedException {
    var ended = new CountDownLatch(1);
    var made =
        executor.submit(
            () -> {
              try {
                call.run();
              } finally {
                ended.countDown();
              }
            });
    try {
      made.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      made.cancel(true);
      if (!ended.await(ENDING.toMillis(), TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
        executor = start(name);
      }
      throw e;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
