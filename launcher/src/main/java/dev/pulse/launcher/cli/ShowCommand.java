package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.reporter.run.RunReader;
import dev.pulse.reporter.summary.RunSummary;
import dev.pulse.reporter.verdict.Judge;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One run's summary again. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Show the summary of a run again.",
    footer = {"", "Example:", "  pulse show latest"})
final class ShowCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private Kafka kafka = new Kafka();
  @Mixin private SummaryOptions summary = new SummaryOptions();
  @Mixin private JudgingOptions judging = new JudgingOptions();

  @Parameters(paramLabel = "RUN", description = RunSelection.DESCRIPTION)
  private String run = "";

  ShowCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    var criteria = judging.criteria();
    try (var open = kafka.open(surroundings)) {
      var data =
          new RunReader(open.settings())
              .read(RunSelection.resolve(run, open.settings(), surroundings));
      summary.print(RunSummary.of(data, new Judge(criteria).judge(data)), surroundings.terminal());
    }
    return ExitCode.OK.code();
  }
}
