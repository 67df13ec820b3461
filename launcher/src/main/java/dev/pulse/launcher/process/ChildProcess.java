package dev.pulse.launcher.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A part of pulse in a JVM of its own. It ends when its standard input does: when this is closed,
 * and also when this process dies, however that happens. Ctrl-C in the terminal does not reach it.
 */
public final class ChildProcess implements AutoCloseable {
  /** Wait for an orderly end; longer than {@link ParentLink#LONGEST_GOODBYE}, then it is killed. */
  private static final Duration LONGEST_END = ParentLink.LONGEST_GOODBYE.plusSeconds(3);

  private static final int LAST_LINES = 12;

  private final Role role;
  private final Process process;
  private final ChildLog log;
  private final CompletableFuture<Map<String, String>> ready = new CompletableFuture<>();
  private final List<String> reasons = Collections.synchronizedList(new ArrayList<>());
  private final Thread reader;
  private volatile boolean closing;

  private ChildProcess(ChildSpec spec, Process process, ChildLog log) {
    this.role = spec.role();
    this.process = process;
    this.log = log;
    this.reader = new Thread(() -> read(spec), role.command() + "-output");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a child and returns at once.
   *
   * @throws IOException if the system refuses another process, or the log cannot be written
   */
  public static ChildProcess start(ChildSpec spec) throws IOException {
    var log = ChildLog.beginIn(spec.log());
    var builder = new ProcessBuilder(deafToTerminal(spec.command()));
    builder.environment().putAll(spec.environment());
    builder.redirectError(Redirect.appendTo(spec.log().toFile()));
    return new ChildProcess(spec, builder.start(), log);
  }

  /** A terminal sends Ctrl-C and its end to all; the parent decides what becomes of the parts. */
  private static List<String> deafToTerminal(List<String> command) {
    var shell = new ArrayList<>(List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "pulse"));
    shell.addAll(command);
    return shell;
  }

  /** The part that it plays. */
  public Role role() {
    return role;
  }

  /** The process. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Waits until the child serves.
   *
   * @param atMost longest wait
   * @return what it says others need to reach it
   * @throws ChildFailedException if it gave up, died or took too long; it is killed then
   */
  public Map<String, String> awaitReady(Duration atMost)
      throws ChildFailedException, InterruptedException {
    try {
      return ready.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new ChildFailedException(
          role, "the " + role.command() + " did not start" + exitCode() + why());
    } catch (TimeoutException e) {
      kill();
      throw new ChildFailedException(
          role,
          "the " + role.command() + " was not ready after " + atMost.toSeconds() + " s" + why());
    }
  }

  /**
   * Waits for so long, less once it serves or never will.
   *
   * @return whether {@link #awaitReady} knows by now
   */
  public boolean isDecidedWithin(Duration atMost) throws InterruptedException {
    try {
      ready.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  /** Whether it has said that it serves. */
  public boolean isReady() {
    return ready.isDone() && !ready.isCompletedExceptionally();
  }

  /**
   * Does nothing while the child runs as it should.
   *
   * @throws ChildFailedException if it has died without having been asked to end
   */
  public void requireAlive() throws ChildFailedException {
    if (!process.isAlive() && !closing) {
      awaitReader();
      throw new ChildFailedException(
          role,
          "the "
              + role.command()
              + " died (exit code "
              + process.exitValue()
              + "): "
              + role.loss()
              + why());
    }
  }

  /**
   * Waits for the child to end by itself.
   *
   * @return its exit code, or -1 if it still runs
   */
  public int awaitExit(Duration atMost) throws InterruptedException {
    return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
  }

  /** Why it gave up, in its own words; empty if it said nothing. */
  public List<String> reasons() {
    synchronized (reasons) {
      return List.copyOf(reasons);
    }
  }

  /** Asks it to end, without waiting. */
  public void askToEnd() {
    closing = true;
    try {
      process.getOutputStream().close();
    } catch (IOException alreadyGone) {
      process.destroy();
    }
  }

  /** Ends it at once. */
  public void kill() {
    closing = true;
    process.destroyForcibly();
  }

  /** Asks it to end, waits, and kills it if it does not. */
  @Override
  public void close() {
    askToEnd();
    try {
      if (!process.waitFor(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void read(ChildSpec spec) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        ChildLine.parse(line).ifPresent(said -> take(said, spec));
      }
    } catch (IOException closed) {
      // The same as the end.
    } finally {
      ready.completeExceptionally(new IllegalStateException("ended before it was ready"));
    }
  }

  private void take(ChildLine said, ChildSpec spec) {
    switch (said.kind()) {
      case READY -> ready.complete(said.facts());
      case NOTE -> spec.notes().accept(said.text());
      case FAILED -> reasons.add(said.text());
    }
  }

  private void awaitReader() {
    try {
      reader.join(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** In words; empty while it is not known, or where its own words say more. */
  private String exitCode() throws InterruptedException {
    int code = awaitExit(Duration.ofSeconds(2));
    return code < 0 || !reasons().isEmpty() ? "" : " (exit code " + code + ")";
  }

  /** Its own words where it has some, else the end of its log. */
  private String why() {
    var said = reasons();
    if (!said.isEmpty()) {
      return ": " + String.join("\n  ", said);
    }
    var last = log.lastLines(LAST_LINES);
    return last.isEmpty()
        ? "; its log " + log.file() + " is empty"
        : "; the end of its log " + log.file() + ":\n  " + String.join("\n  ", last);
  }
}
