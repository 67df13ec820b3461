package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.sandbox.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole way, against the sandbox. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Load a real API, stream every sample through Kafka, aggregate, judge and report: about one"
          + " minute, with nothing but a JDK.",
      "Starts PostgreSQL, Redis, the sandbox API, Kafka and the aggregator, runs a short form of"
          + " the baseline, and ends all of them again."
    },
    footer = {
      "",
      "Examples:",
      "  pulse demo",
      "  pulse demo --vus 20 --duration 10s",
      "  pulse demo --fault slow-query",
      "",
      "Faults, each by its real cause:",
      "  slow-query   a query without its index over a large table",
      "  cpu-starved  the API held to a small share of a core",
      "  small-pool   a pool of two connections with a short wait",
      "  outliers     a large result by a query per row, for one tenant of five",
      "  memory-leak  every answer kept for good, in a small heap",
      "  cold-cache   a Redis too small to keep what is dear to compute"
    })
final class DemoCommand implements Callable<Integer> {
  private static final String SCENARIO = "scenarios/demo.yaml";

  private final Surroundings surroundings;

  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8000",
      description = "Port for the sandbox; the next free one where it is taken. Default: 8000")
  private int port;

  @Option(
      names = "--fault",
      paramLabel = "FAULT",
      description =
          "Build a real fault into the sandbox and see the report find it, one of those below.")
  private String fault = "";

  DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (!fault.isEmpty() && Fault.of(fault).isEmpty()) {
      throw new PulseFailure(
          ExitCode.BAD_CONFIGURATION, "--fault must be one of " + Fault.labels() + ", is " + fault);
    }
    return new LoadSession(surroundings, options, new AgentOptions())
        .demo(scenario(), new LoadSession.OwnSandbox(port, Fault.of(fault)))
        .code();
  }

  /** Beside the start script, or in the working directory. */
  private Path scenario() {
    Path file = Surroundings.checkout().orElse(surroundings.workingDirectory()).resolve(SCENARIO);
    if (!Files.isRegularFile(file)) {
      throw new PulseFailure(
          ExitCode.BAD_CONFIGURATION, file + " is missing: run ./pulse from a whole checkout");
    }
    Path here = surroundings.workingDirectory();
    return file.startsWith(here) ? here.relativize(file) : file;
  }
}
