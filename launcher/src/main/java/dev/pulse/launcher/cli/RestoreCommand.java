package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.stack.StoredKafka;
import dev.pulse.reporter.archive.ArchiveException;
import dev.pulse.reporter.archive.RunRestore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Brings a run back from a file. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description =
        "Bring a run back that pulse archive wrote. The file is checked to its end before anything"
            + " is written; the report of the run is the same afterwards, byte for byte.",
    footer = {"", "Example:", "  pulse restore soak.pulse.zip"})
final class RestoreCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private Kafka kafka = new Kafka();

  @Parameters(paramLabel = "FILE", description = "File that pulse archive wrote.")
  private Path file = Path.of("");

  RestoreCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path path = surroundings.workingDirectory().resolve(file);
    if (!Files.isRegularFile(path)) {
      throw new PulseFailure(ExitCode.BAD_CONFIGURATION, file + ": there is no such file");
    }
    try (var open = open();
        var work = new LongWork(surroundings)) {
      if (kafka.settings(surroundings).isEmpty()) {
        Kafka.createTopics(open.kafka());
      }
      var result = new RunRestore(open.settings(), surroundings.wall(), work).read(path);
      work.clear();
      surroundings
          .terminal()
          .out()
          .printf(Locale.ROOT, "%s: %,d records restored%n", result.run(), result.records());
      return ExitCode.OK.code();
    } catch (ArchiveException e) {
      throw new PulseFailure(ExitCode.BAD_CONFIGURATION, String.valueOf(e.getMessage()), e);
    }
  }

  /** Here the data folder may be new. */
  private StoredKafka open() throws InterruptedException {
    var named = kafka.settings(surroundings);
    if (named.isPresent()) {
      Kafka.createTopics(named.get());
      return kafka.open(surroundings);
    }
    return StoredKafka.ofOrNew(surroundings.home());
  }
}
