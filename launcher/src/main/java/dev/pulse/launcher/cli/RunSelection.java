package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.reporter.run.RunCatalog;
import dev.pulse.reporter.run.UnknownRunException;
import java.util.Map;

/** The run that a name on the command line stands for. */
final class RunSelection {
  static final String DESCRIPTION = "Run id, a unique beginning of one, or latest.";

  private RunSelection() {}

  /**
   * The full run id.
   *
   * @throws PulseFailure if none or several go by the name
   */
  static String resolve(String name, Map<String, Object> kafka, Surroundings surroundings) {
    try {
      return new RunCatalog(kafka, surroundings.wall()).resolve(name);
    } catch (UnknownRunException e) {
      throw new PulseFailure(ExitCode.BAD_CONFIGURATION, String.valueOf(e.getMessage()), e);
    }
  }
}
