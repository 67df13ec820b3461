package dev.pulse.launcher.cli;

import dev.pulse.aggregator.AggregatorConfig;
import dev.pulse.aggregator.AggregatorException;
import dev.pulse.aggregator.Replay;
import dev.pulse.aggregator.ReplayResult;
import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.options.ScenarioOptions;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Aggregates a run again, and compares. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description =
        "Aggregate the raw samples of a run again through a fresh Kafka Streams application; the"
            + " result must equal the first.",
    footer = {"", "Example:", "  pulse replay latest"})
final class ReplayCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private Kafka kafka = new Kafka();

  @Option(
      names = "--timeout",
      paramLabel = "30m",
      defaultValue = "30m",
      converter = ScenarioOptions.DurationConverter.class,
      description = "Longest time for all. Default: ${DEFAULT-VALUE}")
  private Duration timeout = Duration.ofMinutes(30);

  @Parameters(paramLabel = "RUN", description = RunSelection.DESCRIPTION)
  private String run = "";

  ReplayCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (var open = kafka.open(surroundings)) {
      String id = RunSelection.resolve(run, open.settings(), surroundings);
      var config = AggregatorConfig.of(open.bootstrap()).withClient(open.settings());
      return print(Replay.of(config, id, timeout, surroundings.wall())).code();
    } catch (AggregatorException e) {
      throw new PulseFailure(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()), e);
    }
  }

  private ExitCode print(ReplayResult result) {
    var out = surroundings.terminal().out();
    out.printf(
        Locale.ROOT,
        "%s: %d samples aggregated again in %.1f s, %s%n",
        result.run(),
        result.samples(),
        result.elapsed().toMillis() / 1e3,
        result.isEqual() ? "every figure is equal" : "figures differ");
    result.differences().forEach(difference -> out.println("  " + difference));
    return result.isEqual() ? ExitCode.OK : ExitCode.FAILED;
  }
}
