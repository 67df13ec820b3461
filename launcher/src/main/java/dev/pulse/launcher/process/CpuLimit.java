package dev.pulse.launcher.process;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a process to a share of a core, as a CPU limit of a container does: in each period it runs
 * until it has used its share, then it is stopped until the next one. Needs no rights beyond those
 * over one's own processes. What the process has started runs on.
 *
 * <p>The signals are sent by a small shell that outlives this JVM by a moment: when the pipe from
 * here ends, however this JVM died, it continues the process. Should the shell be killed, this JVM
 * does so. Only a kill of both within one period would leave the process stopped.
 */
public final class CpuLimit implements AutoCloseable {
  /** That of the kernel's own bandwidth control. */
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long SHORTEST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final Duration LONGEST_END = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(CpuLimit.class);

  /** Argument: pid. Deaf to Ctrl-C, which a terminal sends to it as well. */
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      while read -r signal; do kill -"$signal" "$1" || exit; done
      kill -CONT "$1"
      """;

  private final ProcessHandle process;
  private final double cores;
  private final LongSupplier nanos;
  private final Process shell;
  private final Thread thread;
  private volatile boolean closing;

  private CpuLimit(ProcessHandle process, double cores, LongSupplier nanos, Process shell) {
    this.process = process;
    this.cores = cores;
    this.nanos = nanos;
    this.shell = shell;
    this.thread = new Thread(this::holdToTheEnd, "cpu-limit");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Holds a process from now on, until this is closed or the process ends.
   *
   * @param process of the same user
   * @param cores above 0; 0.5 is half of one core
   * @param nanos the time, as {@link System#nanoTime} has it
   * @throws IOException if the system refuses another process
   */
  public static CpuLimit on(ProcessHandle process, double cores, LongSupplier nanos)
      throws IOException {
    var shell =
        new ProcessBuilder(
                List.of("sh", "-c", SCRIPT, "pulse-cpu-limit", Long.toString(process.pid())))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    return new CpuLimit(process, cores, nanos, shell);
  }

  private void holdToTheEnd() {
    try (var signals = shell.getOutputStream()) {
      hold(signals);
      send(signals, "CONT");
    } catch (IOException shellGone) {
      LOG.warn("The shell that holds process {} is gone; it runs without a limit", process.pid());
      continueWithoutShell();
    }
  }

  private void hold(OutputStream signals) throws IOException {
    long share = Math.round(cores * PERIOD_NANOS);
    long left = 0;
    long used = usedNanos();
    boolean isStopped = false;
    while (!closing && process.isAlive()) {
      long end = nanos.getAsLong() + PERIOD_NANOS;
      // What was left is lost, what was taken too much is not forgotten.
      left = Math.min(share, left + share);
      if (left > 0 && isStopped) {
        send(signals, "CONT");
        isStopped = false;
      }
      for (long now = nanos.getAsLong(); left > 0 && now < end; now = nanos.getAsLong()) {
        LockSupport.parkNanos(Math.min(end - now, soonestUsedUp(left)));
        long before = used;
        used = usedNanos();
        left -= used - before;
      }
      if (left <= 0 && !isStopped) {
        send(signals, "STOP");
        isStopped = true;
      }
      LockSupport.parkNanos(Math.max(0, end - nanos.getAsLong()));
    }
  }

  private static long soonestUsedUp(long left) {
    return Math.max(SHORTEST_LOOK_NANOS, left / Runtime.getRuntime().availableProcessors());
  }

  private long usedNanos() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  private static void send(OutputStream signals, String name) throws IOException {
    signals.write((name + "\n").getBytes(StandardCharsets.US_ASCII));
    signals.flush();
  }

  private void continueWithoutShell() {
    try {
      new ProcessBuilder("kill", "-CONT", Long.toString(process.pid()))
          .redirectError(Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      LOG.error("Process {} may be left stopped: kill -CONT it", process.pid(), e);
    }
  }

  /** Lets the process run again. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    try {
      thread.join(LONGEST_END.toMillis());
      shell.waitFor(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "process " + process.pid() + " held to " + cores + " cores";
  }
}
