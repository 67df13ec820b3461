package dev.pulse.benchmarks.sidebyside;

import dev.pulse.benchmarks.process.BrokerProcess;
import dev.pulse.benchmarks.process.Command;
import dev.pulse.benchmarks.process.TargetServer;
import dev.pulse.benchmarks.process.ToolFailedException;
import dev.pulse.benchmarks.sidebyside.Options.Part;
import dev.pulse.protocol.SystemClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs wrk, k6 and this generator in turn against one nginx worker, then the aggregator over what
 * the generator left in Kafka, and prints ratios. wrk runs before and after the others, so that a
 * machine that changes its speed meanwhile shows in both sides of a ratio.
 *
 * <p>The generators have one core, nginx and the broker another: neither pays for the other's CPU.
 */
final class SideBySide {
  private final Options options;
  private final Results results = new Results();

  private SideBySide(Options options) {
    this.options = options;
  }

  /** Runs it; see {@link Options#USAGE}. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Command.run(args, Options.USAGE, words -> new SideBySide(Options.parse(words)).run());
  }

  private void run() throws IOException, InterruptedException, ToolFailedException {
    requireTools();
    Path folder = Files.createTempDirectory("side-by-side-");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> clean(folder)));
    try (var server = TargetServer.start(folder, options.servers())) {
      measure(new Lab(options, folder, server, SystemClock::nanoTime), folder);
    }
    System.out.println();
    System.out.print(results.text());
  }

  private void measure(Lab lab, Path folder)
      throws IOException, InterruptedException, ToolFailedException {
    wrk(lab);
    if (wants(Part.PULSE) || wants(Part.VUS)) {
      say("a broker starts");
      try (var broker = BrokerProcess.start(folder, options.servers())) {
        pulse(lab, broker);
      }
    }
    wrk(lab);
    k6(lab);
  }

  private void wrk(Lab lab) throws IOException, InterruptedException, ToolFailedException {
    if (wants(Part.WRK)) {
      say("wrk, 1 thread, 50 connections");
      results.addWrk(lab.wrk());
    }
  }

  private void pulse(Lab lab, BrokerProcess broker)
      throws IOException, InterruptedException, ToolFailedException {
    if (wants(Part.PULSE)) {
      say("pulse, 1 event loop, 50 VUs, every sample in Kafka");
      results.setPulse(lab.pulse(broker));
    }
    if (wants(Part.VUS)) {
      say("pulse, 5,000 VUs that think for 1 s");
      results.setManyVus(lab.manyVus(broker));
    }
    if (wants(Part.AGGREGATOR) && results.pulseSamples().isPresent()) {
      say("the aggregator over those samples");
      results.setAggregator(lab.aggregator(broker, results.pulseSamples().orElseThrow()));
    }
  }

  private void k6(Lab lab) throws IOException, InterruptedException, ToolFailedException {
    if (!wants(Part.K6)) {
      return;
    }
    if (isMissing("k6")) {
      results.note("k6 was not measured: there is none on PATH.");
      return;
    }
    say("k6, 50 VUs, --out json");
    results.setK6(lab.k6());
  }

  private boolean wants(Part part) {
    return options.parts().contains(part);
  }

  private static void say(String what) {
    System.out.println(what);
  }

  private static void requireTools() throws ToolFailedException {
    List<String> missing =
        Stream.of("nginx", "wrk", "taskset").filter(SideBySide::isMissing).toList();
    if (!missing.isEmpty()) {
      throw new ToolFailedException(
          "not on PATH: "
              + String.join(", ", missing)
              + "; on Debian: apt-get install nginx-light wrk util-linux");
    }
  }

  private static boolean isMissing(String tool) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin";
    return Stream.of(path.split(":", -1)).noneMatch(p -> Files.isExecutable(Path.of(p, tool)));
  }

  /** Ends what still runs, and removes the folder. */
  private void clean(Path folder) {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    if (options.isKept()) {
      say("kept: " + folder);
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println(folder + " could not be removed: " + e.getMessage());
    }
  }
}
