package dev.pulse.sandbox.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program run to its end, with its output.
 *
 * @param words program and arguments
 * @param output file that takes what it prints, or null to read it
 */
record Command(List<String> words, @Nullable Path output) {
  private static final long LIMIT_SECONDS = 60;

  /**
   * How it ended.
   *
   * @param exitCode 0 if all went well
   * @param output what it printed, empty if that went to a file
   */
  record Result(int exitCode, String output) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  static Command of(String... words) {
    return new Command(List.of(words), null);
  }

  /** The same command, started by another program. */
  Command startedBy(List<String> prefix) {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(words);
    return new Command(List.copyOf(all), output);
  }

  /** To a file: a daemon that inherits a pipe would keep it open, and its reader waiting. */
  Command writingTo(Path file) {
    return new Command(words, file);
  }

  Result run() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    // The servers' programs speak of locale and time zone by the environment: keep them to one.
    builder.environment().put("LC_ALL", "C");
    if (output != null) {
      builder.redirectOutput(output.toFile());
    }
    Process process = builder.start();
    process.getOutputStream().close();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Result(await(process), printed);
  }

  private int await(Process process) throws IOException {
    try {
      if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      process.destroyForcibly();
      throw new IOException(words.get(0) + " did not end within " + LIMIT_SECONDS + " s");
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + words.get(0), e);
    }
  }
}
