package dev.pulse.launcher.options;

import dev.pulse.collector.CollectException;
import dev.pulse.collector.CollectFile;
import dev.pulse.collector.CollectPlan;
import dev.pulse.collector.Collector;
import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.scenario.LoadTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The file that names what to watch: told on the command line, else by the scenario. */
public final class CollectSources {
  private CollectSources() {}

  /**
   * What is to be watched while a scenario runs.
   *
   * @param named on the command line, and then instead of what the scenario file names
   * @throws PulseFailure if it does not say what to collect
   */
  public static Optional<CollectPlan> of(
      @Nullable Path named, LoadTest test, Surroundings surroundings) {
    if (named != null) {
      return Optional.of(read(named, surroundings));
    }
    if (test.collect().isEmpty()) {
      return Optional.empty();
    }
    Path scenario = Path.of(test.file()).toAbsolutePath();
    return Optional.of(read(scenario.resolveSibling(test.collect()), surroundings));
  }

  /** Tries each source, and says what answered, a line each. */
  public static void probe(CollectPlan plan, Surroundings surroundings) {
    Collector.probe(plan).forEach(line -> surroundings.say("collect: " + line));
  }

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
