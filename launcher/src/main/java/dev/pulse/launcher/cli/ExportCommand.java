package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.reporter.export.ExportFormat;
import dev.pulse.reporter.export.SampleExport;
import dev.pulse.reporter.run.RunReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Every sample of a run. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Write every sample of a run to a file or to standard output.",
    footer = {
      "",
      "Examples:",
      "  pulse export latest --format csv --out samples.csv",
      "  pulse export latest --format json | head"
    })
final class ExportCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private Kafka kafka = new Kafka();

  @Option(
      names = "--format",
      paramLabel = "csv|json",
      required = true,
      description = "csv: one row a sample; json: as k6 writes it, one object a line.")
  private ExportFormat format = ExportFormat.CSV;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "File. Default: standard output.")
  private @Nullable Path file;

  @Parameters(paramLabel = "RUN", description = RunSelection.DESCRIPTION)
  private String run = "";

  ExportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (var open = kafka.open(surroundings);
        var out = new BufferedOutputStream(target())) {
      String id = RunSelection.resolve(run, open.settings(), surroundings);
      var data = new RunReader(open.settings()).read(id);
      var result = new SampleExport(open.settings()).export(data, format, out);
      return say(id, result).code();
    } catch (IOException e) {
      throw new PulseFailure(
          ExitCode.ENVIRONMENT, (file == null ? "standard output" : file) + ": " + e, e);
    }
  }

  private OutputStream target() throws IOException {
    return file == null
        ? surroundings.terminal().out()
        : Files.newOutputStream(surroundings.workingDirectory().resolve(file));
  }

  private ExitCode say(String id, SampleExport.Result result) {
    surroundings.say(id + ": " + result.samples() + " samples written");
    if (result.unreadableBatches() == 0) {
      return ExitCode.OK;
    }
    surroundings.say(
        "pulse: " + result.unreadableBatches() + " batches could not be read and are missing");
    return ExitCode.FAILED;
  }
}
