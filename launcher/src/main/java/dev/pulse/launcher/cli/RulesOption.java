package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.reporter.bottleneck.RuleSet;
import dev.pulse.reporter.bottleneck.RulesFile;
import dev.pulse.reporter.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What bottlenecks are looked for by. */
final class RulesOption {
  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "Rules that bottlenecks are looked for by. Default: rules.yaml as shipped.")
  private @Nullable Path file;

  /** For picocli. */
  RulesOption() {}

  /**
   * Reads the rules.
   *
   * @throws PulseFailure if the file cannot be read, or says what it cannot
   */
  RuleSet read() {
    if (file == null) {
      return RuleSet.standard();
    }
    try {
      return RulesFile.read(file);
    } catch (SettingsException e) {
      throw PulseFailure.inFile(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new PulseFailure(
          ExitCode.BAD_CONFIGURATION,
          file + ": cannot be read (" + e.getClass().getSimpleName() + ")",
          e);
    }
  }
}
