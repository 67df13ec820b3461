package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.reporter.verdict.Criteria;
import dev.pulse.reporter.verdict.CriteriaException;
import dev.pulse.reporter.verdict.CriteriaFile;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a run is judged by. */
final class CriteriaOption {
  @Option(
      names = "--criteria",
      paramLabel = "FILE",
      description = "Criteria to judge by. Default: those of criteria.yaml in the distribution.")
  private @Nullable Path file;

  /**
   * The criteria, the defaults where no file is named.
   *
   * @throws PulseFailure if the file is not as it must be
   */
  Criteria read(Surroundings surroundings) {
    if (file == null) {
      return Criteria.DEFAULT;
    }
    try {
      return CriteriaFile.read(surroundings.workingDirectory().resolve(file));
    } catch (CriteriaException e) {
      throw new PulseFailure(ExitCode.BAD_CONFIGURATION, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new PulseFailure(
          ExitCode.BAD_CONFIGURATION, file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
