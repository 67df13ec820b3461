package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.reporter.archive.ArchiveException;
import dev.pulse.reporter.archive.RunArchive;
import dev.pulse.reporter.run.RunCatalog;
import dev.pulse.reporter.run.RunEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes a run to a file. */
@Command(
    name = "archive",
    mixinStandardHelpOptions = true,
    description =
        "Write everything that Kafka holds of a run to one file, with checksums; pulse restore"
            + " brings it back, there or elsewhere.",
    footer = {"", "Example:", "  pulse archive latest soak.pulse.zip"})
final class ArchiveCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private Kafka kafka = new Kafka();

  @Parameters(index = "0", paramLabel = "RUN", description = RunSelection.DESCRIPTION)
  private String run = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "File to write; must not exist yet.")
  private Path file = Path.of("");

  ArchiveCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Path path = surroundings.workingDirectory().resolve(file);
    try (var open = kafka.open(surroundings);
        var work = new LongWork(surroundings)) {
      String id = RunSelection.resolve(run, open.settings(), surroundings);
      requireOver(id, new RunCatalog(open.settings(), surroundings.wall()));
      var result = new RunArchive(open.settings(), work).write(id, path);
      work.clear();
      surroundings
          .terminal()
          .out()
          .printf(
              Locale.ROOT,
              "%s: %,d records in %s, %s, sha256 %s%n",
              id,
              result.records(),
              file,
              Bytes.text(result.bytes()),
              result.sha256());
      return ExitCode.OK.code();
    } catch (ArchiveException e) {
      throw new PulseFailure(ExitCode.BAD_CONFIGURATION, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new PulseFailure(ExitCode.ENVIRONMENT, file + " cannot be written: " + e, e);
    }
  }

  private static void requireOver(String run, RunCatalog catalog) {
    for (RunEntry entry : catalog.list()) {
      boolean goesOn =
          entry.state() == RunEntry.State.RUNNING || entry.state() == RunEntry.State.RESTORING;
      if (entry.run().equals(run) && goesOn) {
        throw new PulseFailure(
            ExitCode.BAD_CONFIGURATION,
            "run " + run + " goes on, or did within the last minute: archive it when it is over");
      }
    }
  }
}
