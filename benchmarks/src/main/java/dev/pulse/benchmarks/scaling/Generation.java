package dev.pulse.benchmarks.scaling;

import dev.pulse.benchmarks.process.BrokerProcess;
import dev.pulse.benchmarks.process.GeneratorMain;
import dev.pulse.benchmarks.process.GeneratorOutput;
import dev.pulse.benchmarks.process.Jvm;
import dev.pulse.benchmarks.process.Place;
import dev.pulse.benchmarks.process.ProcessUsage;
import dev.pulse.benchmarks.process.TargetServer;
import dev.pulse.benchmarks.process.ToolFailedException;
import dev.pulse.protocol.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One run, shared by some agents, and what that took.
 *
 * @param agents processes, one event loop each
 * @param rate requests a second by nginx's count, while the JITs are done with most of their work
 * @param cpuMicros CPU a request of all agents together in that time
 * @param sampleBytes a sample on the broker's disk
 * @param samples of the whole run, none of them lost
 */
record Generation(int agents, double rate, double cpuMicros, double sampleBytes, long samples) {
  private static final int VUS = 400;
  private static final int SECONDS = 25;
  private static final int FIRST_REQUESTS = 1_000;
  private static final long POLL_MILLIS = 100;
  private static final long WARM_UP_MILLIS = 10_000;
  private static final long STEADY_MILLIS = 10_000;
  private static final long LONGEST_START_POLLS = 600;
  private static final long LONGEST_END_SECONDS = 60;

  private record Moment(long nanos, long requests, double cpuSeconds) {}

  /**
   * Runs it.
   *
   * @param generators place of the agents
   * @param servers place of nginx and the broker
   */
  static Generation of(int agents, Place generators, Place servers)
      throws IOException, InterruptedException, ToolFailedException {
    Path folder = Files.createTempDirectory("scaling-");
    var processes = new ArrayList<Process>();
    try (var broker = BrokerProcess.start(folder, servers);
        var target = TargetServer.start(folder, servers)) {
      Path scenario = Files.writeString(folder.resolve("load.yaml"), scenario(target));
      for (int i = agents - 1; i >= 0; i--) {
        var command =
            Jvm.command(
                GeneratorMain.class,
                List.of("-Xms32m", "-Xmn16m", "-Xmx512m"),
                broker.bootstrapServers(),
                "agents-" + agents,
                scenario.toString(),
                Integer.toString(i),
                Integer.toString(agents));
        processes.add(
            generators
                .command(command)
                .redirectErrorStream(true)
                .redirectOutput(log(folder, i).toFile())
                .start());
      }
      return measure(agents, processes, target, broker, folder);
    } finally {
      processes.forEach(Process::destroyForcibly);
      Folders.delete(folder);
    }
  }

  private static Path log(Path folder, int agent) {
    return folder.resolve("agent-" + agent + ".txt");
  }

  private static Generation measure(
      int agents, List<Process> processes, TargetServer target, BrokerProcess broker, Path folder)
      throws IOException, InterruptedException, ToolFailedException {
    for (long i = 0; target.requests() < FIRST_REQUESTS; i++) {
      if (i > LONGEST_START_POLLS) {
        throw new ToolFailedException("the load has not begun", log(folder, 0));
      }
      pause(POLL_MILLIS);
    }
    pause(WARM_UP_MILLIS);
    Moment from = now(processes, target);
    pause(STEADY_MILLIS);
    Moment to = now(processes, target);
    long samples = samples(processes, folder);
    double requests = to.requests - from.requests;
    return new Generation(
        agents,
        requests / ((to.nanos - from.nanos) / 1e9),
        (to.cpuSeconds - from.cpuSeconds) * 1e6 / requests,
        (double) broker.sampleBytes() / samples,
        samples);
  }

  private static Moment now(List<Process> processes, TargetServer target) throws IOException {
    double cpu = 0;
    for (Process process : processes) {
      cpu +=
          ProcessUsage.of(process.pid())
              .orElseThrow(() -> new IOException("an agent has ended too early"))
              .cpuSeconds();
    }
    return new Moment(SystemClock.nanoTime(), target.requests(), cpu);
  }

  private static long samples(List<Process> processes, Path folder)
      throws IOException, InterruptedException, ToolFailedException {
    long samples = 0;
    for (int i = 0; i < processes.size(); i++) {
      Path log = log(folder, processes.size() - 1 - i);
      if (!processes.get(i).waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS)
          || processes.get(i).exitValue() != 0) {
        throw new ToolFailedException("an agent failed", log);
      }
      var output = GeneratorOutput.parse(Files.readString(log));
      if (output.lost() > 0) {
        throw new ToolFailedException(output.lost() + " samples were lost", log);
      }
      samples += output.acknowledged();
    }
    return samples;
  }

  private static String scenario(TargetServer target) {
    return String.format(
        Locale.ROOT,
        """
        baseUrl: %s
        seed: 1
        requests:
          page: { path: / }
        scenarios:
          load:
            executor: constant-vus
            vus: %d
            duration: %ds
            gracefulStop: 5s
            thinkTime: 40ms
            mix: { page: 1 }
        """,
        target.origin(),
        VUS,
        SECONDS);
  }

  private static void pause(long millis) throws InterruptedException {
    boolean never = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    assert !never;
  }
}
