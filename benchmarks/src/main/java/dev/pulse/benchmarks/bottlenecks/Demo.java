package dev.pulse.benchmarks.bottlenecks;

import dev.pulse.benchmarks.process.ToolFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code pulse demo} in a folder of its own. */
final class Demo {
  private static final long LONGEST_MINUTES = 10;

  private final Path script;
  private final Path folder;

  Demo(Path script, Path folder) {
    this.script = script;
    this.folder = folder;
  }

  /** Runs it and reads what its report found. */
  List<Finding> findings(Case fault, int seed)
      throws IOException, InterruptedException, ToolFailedException {
    Path home = Files.createDirectories(folder.resolve(fault.label() + "-" + seed));
    Path output = home.resolve("output");
    var command =
        List.of(
            script.toAbsolutePath().normalize().toString(),
            "demo",
            "--no-live",
            "--seed",
            Integer.toString(seed),
            "--fault",
            fault.fault());
    var builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("PULSE_HOME", home.resolve(".pulse").toString());
    Process process = builder.start();
    if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
      process.destroy();
      throw new ToolFailedException(
          "pulse demo did not end in " + LONGEST_MINUTES + " min", output);
    }
    return Finding.of(Files.readString(report(home, output)));
  }

  private static Path report(Path home, Path output) throws IOException, ToolFailedException {
    Path reports = home.resolve("reports");
    if (Files.isDirectory(reports)) {
      try (Stream<Path> runs = Files.list(reports)) {
        var report = runs.map(run -> run.resolve("load-testing-report.md")).findFirst();
        if (report.isPresent() && Files.isRegularFile(report.get())) {
          return report.get();
        }
      }
    }
    throw new ToolFailedException("pulse demo wrote no report", output);
  }
}
