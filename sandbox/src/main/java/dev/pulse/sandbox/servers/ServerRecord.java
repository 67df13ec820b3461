package dev.pulse.sandbox.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server process known by its id and by a path that stands in its command line: an id alone may
 * have gone to a stranger.
 *
 * @param pid process id, as the server's own pid file says
 * @param mark the path below the data directory that the server was started with
 */
record ServerRecord(long pid, String mark) {
  private static final Logger LOG = LoggerFactory.getLogger(ServerRecord.class);
  private static final long CHECK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Five seconds of checks. */
  private static final int CHECKS = 500;

  /** The server that wrote this pid file, if there is one that can be read. */
  static Optional<ServerRecord> read(Path pidFile, Path mark) {
    try {
      String first = Files.readString(pidFile).lines().findFirst().orElse("").strip();
      return Optional.of(new ServerRecord(Long.parseLong(first), mark.toString()));
    } catch (IOException | NumberFormatException absentOrHalfWritten) {
      return Optional.empty();
    }
  }

  boolean isRunning() {
    return ProcessHandle.of(pid).filter(this::bearsMark).isPresent();
  }

  private boolean bearsMark(ProcessHandle process) {
    String line = process.info().commandLine().orElse("");
    return line.endsWith(mark) || line.contains(mark + " ");
  }

  /**
   * Asks with the signal, kills after five seconds.
   *
   * @param signal name without SIG: {@code QUIT} ends PostgreSQL at once with all its children
   * @return whether there was such a process
   */
  boolean stop(String signal) {
    if (!isRunning()) {
      return false;
    }
    send(signal);
    if (!isGone()) {
      send("KILL");
      isGone();
    }
    return true;
  }

  private void send(String signal) {
    try {
      // The shell's own kill, because small systems have no other.
      new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid).start().waitFor();
    } catch (IOException e) {
      LOG.warn("could not signal process {}: {}", pid, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits for its end. One that has ended but that nobody has reaped, as happens in containers, has
   * lost its command line and so its mark; {@link ProcessHandle#onExit()} would wait for it on.
   */
  private boolean isGone() {
    for (int check = 0; check < CHECKS; check++) {
      if (!isRunning()) {
        return true;
      }
      LockSupport.parkNanos(CHECK_EVERY_NANOS);
    }
    return false;
  }
}
