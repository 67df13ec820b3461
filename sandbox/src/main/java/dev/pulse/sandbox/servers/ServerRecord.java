package dev.pulse.sandbox.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  private static final Duration POLITE = Duration.ofSeconds(5);

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
    return process().isPresent();
  }

  private Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::bearsMark);
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
    Optional<ProcessHandle> running = process();
    running.ifPresent(
        process -> {
          send(signal);
          if (!ended(process)) {
            process.destroyForcibly();
            ended(process);
          }
        });
    return running.isPresent();
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

  private static boolean ended(ProcessHandle process) {
    try {
      process.onExit().get(POLITE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
