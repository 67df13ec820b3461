package dev.pulse.launcher.options;

import dev.pulse.collector.CollectException;
import dev.pulse.collector.CollectFile;
import dev.pulse.collector.CollectPlan;
import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import java.io.IOException;
import java.nio.file.Path;

/** The file that names what to watch. */
public final class CollectSources {
  private CollectSources() {}

  /**
   * Reads it.
   *
   * @throws PulseFailure if it does not say what to collect
   */
  public static CollectPlan read(Path file, Surroundings surroundings) {
    Path path = surroundings.workingDirectory().resolve(file);
    try {
      return CollectFile.read(path, surroundings.environment());
    } catch (CollectException e) {
      throw new PulseFailure(ExitCode.BAD_CONFIGURATION, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new PulseFailure(
          ExitCode.BAD_CONFIGURATION, file + " cannot be read, it names what to watch: " + e, e);
    }
  }
}
