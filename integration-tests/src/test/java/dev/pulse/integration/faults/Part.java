package dev.pulse.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pulse.integration.PulseProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A part of pulse that can be killed, stalled and started again, with the same data. */
final class Part implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path folder;
  private final String[] arguments;
  private @Nullable PulseProcess process;

  /**
   * A part that does not run yet.
   *
   * @param folder of its own, created where it is missing
   * @param arguments the hidden command and its options
   */
  Part(Path folder, String... arguments) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.arguments = arguments.clone();
  }

  /** Starts it and returns at once. */
  Part begin() throws IOException {
    process = PulseProcess.start(folder, Map.of(), arguments);
    return this;
  }

  /** Waits until it serves. */
  Part awaitReady() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .failFast(arguments[0] + " ended", this::requireAlive)
        .until(() -> output().contains("ready: "));
    return this;
  }

  private void requireAlive() throws IOException {
    assertThat(isAlive()).as(output()).isTrue();
  }

  /** What it has written since its last start. */
  String output() throws IOException {
    return running().output();
  }

  /** What it keeps besides Kafka: the state directory of the aggregator stands there. */
  List<Path> temporaryFiles() throws IOException {
    try (var files = Files.walk(folder.resolve("tmp"))) {
      var all = files.filter(Files::isRegularFile).toList();
      assertThat(all).isNotEmpty();
      return all;
    }
  }

  boolean isAlive() {
    return running().handle().isAlive();
  }

  private PulseProcess running() {
    if (process == null) {
      throw new IllegalStateException(arguments[0] + " was not started");
    }
    return process;
  }

  /** {@code kill -9}; returns when it is gone. */
  void kill() throws Exception {
    running().handle().destroyForcibly();
    awaitGone();
  }

  /** {@code SIGTERM}; returns when it has ended. */
  void end() throws Exception {
    running().signal("TERM");
    awaitGone();
  }

  /** {@code SIGSTOP}: its connections stay open, and nobody answers. */
  void stall() throws Exception {
    running().signal("STOP");
  }

  /** {@code SIGCONT}. */
  void resume() throws Exception {
    running().signal("CONT");
  }

  private void awaitGone() throws Exception {
    running().handle().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    if (process != null) {
      process.handle().destroyForcibly();
    }
  }
}
