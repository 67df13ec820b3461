package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.host.Version;
import dev.pulse.launcher.options.CollectSources;
import dev.pulse.launcher.options.ScenarioOptions;
import dev.pulse.scenario.RunPlans;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks scenario files and shows what they come to. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = "Check scenario files, and show the resolved plan of each.",
    footer = {
      "",
      "Example:",
      "  pulse validate scenarios/baseline.yaml -e BASE_URL=http://localhost:9000"
    })
final class ValidateCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ScenarioOptions options = new ScenarioOptions();

  @Option(
      names = "--collect",
      paramLabel = "FILE",
      description =
          "Also try what is to be watched, as this file says; else as the scenario file says.")
  private @Nullable Path collect;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Scenario files.")
  private List<Path> files = new ArrayList<>();

  ValidateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    var faults = new ArrayList<String>();
    for (Path file : files) {
      try {
        var test = options.load(file, surroundings);
        var plan = RunPlans.of(test, "", 1, Version.current());
        surroundings.terminal().out().print(PlanText.of(plan));
        CollectSources.of(collect, test, surroundings)
            .ifPresent(sources -> CollectSources.probe(sources, surroundings));
      } catch (PulseFailure e) {
        faults.add(String.valueOf(e.getMessage()));
      }
    }
    faults.forEach(surroundings::say);
    return faults.isEmpty() ? ExitCode.OK.code() : ExitCode.BAD_CONFIGURATION.code();
  }
}
