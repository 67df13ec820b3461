package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.Surroundings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runs scenarios one after the other, and reports over them. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Run one or more scenarios, one after the other, and write one report over them.",
    footer = {
      "",
      "Examples:",
      "  pulse run scenarios/smoke.yaml -e BASE_URL=http://localhost:9000",
      "  pulse run scenarios/baseline.yaml scenarios/target-capacity.yaml",
      "  pulse run scenarios/soak.yaml --vus 500 --duration 30m -o csv=samples.csv",
      "  pulse run scenarios/baseline.yaml --kafka kafka:9092 --agents 3"
    })
final class RunCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private RunOptions options = new RunOptions();
  @Mixin private AgentOptions agents = new AgentOptions();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Scenario files.")
  private List<Path> files = new ArrayList<>();

  RunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    return new LoadSession(surroundings, options, agents).run(files).code();
  }
}
