package dev.pulse.launcher.cli;

import dev.pulse.aggregator.AggregatorException;
import dev.pulse.aggregator.Recomputation;
import dev.pulse.aggregator.RunRecords;
import dev.pulse.aggregator.Verification;
import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Recomputes a run from its raw samples, and compares. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Recompute a run from its raw samples, without Kafka Streams; counts and histogram buckets"
            + " must equal those of the aggregator.",
    footer = {"", "Example:", "  pulse verify latest"})
final class VerifyCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private Kafka kafka = new Kafka();

  @Parameters(paramLabel = "RUN", description = RunSelection.DESCRIPTION)
  private String run = "";

  VerifyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (var open = kafka.open(surroundings)) {
      String id = RunSelection.resolve(run, open.settings(), surroundings);
      var verification =
          Verification.compare(
              Recomputation.of(open.settings(), id),
              RunRecords.aggregates(open.settings(), id).values(),
              RunRecords.manifests(open.settings(), id));
      return print(verification).code();
    } catch (AggregatorException e) {
      throw new PulseFailure(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()), e);
    }
  }

  private ExitCode print(Verification verification) {
    var out = surroundings.terminal().out();
    out.println(verification.run() + ": " + verification.summary());
    verification.differences().forEach(difference -> out.println("  " + difference));
    return verification.isComplete() ? ExitCode.OK : ExitCode.FAILED;
  }
}
