package dev.pulse.benchmarks.sidebyside;

import dev.pulse.benchmarks.process.ProcessUsage;
import dev.pulse.benchmarks.process.TargetServer;
import dev.pulse.benchmarks.process.ToolFailedException;
import dev.pulse.benchmarks.sidebyside.Measurement.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Runs a load tool to its end and measures it from outside, every tool the same way: requests as
 * the server counts them, CPU and memory as the kernel does.
 */
final class Watch {
  /** More than a tool tries out before its load: from here on the load has begun. */
  private static final int FIRST_REQUESTS = 20;

  private static final int POLL_MILLIS = 20;
  private static final double NANOS = 1e9;

  private final TargetServer server;
  private final LongSupplier nanoTime;
  private final Duration warmUp;
  private final Duration steady;
  private final Duration longest;

  /**
   * A watch.
   *
   * @param warmUp from the first requests until measuring begins
   * @param steady how long is measured then; the tool must go on for longer
   * @param longest a tool that is not done by then is ended
   */
  Watch(
      TargetServer server,
      LongSupplier nanoTime,
      Duration warmUp,
      Duration steady,
      Duration longest) {
    this.server = server;
    this.nanoTime = nanoTime;
    this.warmUp = warmUp;
    this.steady = steady;
    this.longest = longest;
  }

  private record Moment(long nanos, long requests, ProcessUsage usage) {
    Window until(Moment later) {
      return new Window(
          (later.nanos - nanos) / NANOS,
          later.requests - requests,
          later.usage.cpuSeconds() - usage.cpuSeconds());
    }
  }

  /**
   * Runs a tool.
   *
   * @param command of the tool, pinned
   * @param output file for what it prints
   * @throws ToolFailedException if it fails, ends early or does not end
   */
  Measurement run(ProcessBuilder command, Path output)
      throws IOException, InterruptedException, ToolFailedException {
    long before = server.requests();
    long startNanos = nanoTime.getAsLong();
    var process = command.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      return measure(process, new Moment(startNanos, before, new ProcessUsage(0, 0)), output);
    } finally {
      process.destroyForcibly();
    }
  }

  private Measurement measure(Process process, Moment start, Path output)
      throws IOException, InterruptedException, ToolFailedException {
    while (server.requests() - start.requests < FIRST_REQUESTS) {
      pause(process, start, output, POLL_MILLIS);
    }
    double firstSeconds = (nanoTime.getAsLong() - start.nanos) / NANOS;
    pause(process, start, output, warmUp.toMillis());
    Moment warm = now(process, output);
    pause(process, start, output, steady.toMillis());
    Moment done = now(process, output);
    Moment end = awaitEnd(process, start, done, output);
    return new Measurement(
        firstSeconds,
        warm.until(done),
        start.until(end),
        end.usage.peakResidentBytes(),
        Files.readString(output));
  }

  private Moment now(Process process, Path output) throws IOException, ToolFailedException {
    var usage =
        ProcessUsage.of(process.pid())
            .orElseThrow(() -> new ToolFailedException("ended too early", output));
    return new Moment(nanoTime.getAsLong(), server.requests(), usage);
  }

  private void pause(Process process, Moment start, Path output, long millis)
      throws InterruptedException, ToolFailedException {
    if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      throw new ToolFailedException("ended with " + process.exitValue() + " too early", output);
    }
    if (nanoTime.getAsLong() - start.nanos > longest.toNanos()) {
      throw new ToolFailedException("was not done in " + longest.toSeconds() + " s", output);
    }
  }

  /** The process's last usage is from at most 20 ms before its end. */
  private Moment awaitEnd(Process process, Moment start, Moment last, Path output)
      throws IOException, InterruptedException, ToolFailedException {
    ProcessUsage usage = last.usage;
    while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      usage = ProcessUsage.of(process.pid()).orElse(usage);
      if (nanoTime.getAsLong() - start.nanos > longest.toNanos()) {
        throw new ToolFailedException("was not done in " + longest.toSeconds() + " s", output);
      }
    }
    if (process.exitValue() != 0) {
      throw new ToolFailedException("ended with " + process.exitValue(), output);
    }
    return new Moment(nanoTime.getAsLong(), server.requests(), usage);
  }
}
