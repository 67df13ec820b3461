package dev.pulse.launcher.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder with all that pulse keeps: Kafka's data, logs, the sandbox.
 *
 * @param root absolute path; {@code PULSE_HOME}, or {@code .pulse} in the working directory
 */
public record PulseHome(Path root) {
  /** Variable that names another folder. */
  public static final String VARIABLE = "PULSE_HOME";

  /** Kafka's data. */
  public Path kafka() {
    return root.resolve("kafka");
  }

  /** One log for each role. */
  public Path logs() {
    return root.resolve("logs");
  }

  /** Log of one role. */
  public Path log(String role) {
    return logs().resolve(role + ".log");
  }

  /** Data of the sandbox's servers. */
  public Path sandbox() {
    return root.resolve("sandbox");
  }

  /** Whether there is Kafka data to read runs from. */
  public boolean hasRuns() {
    return Files.isDirectory(kafka().resolve("__cluster_metadata-0"));
  }

  /**
   * Creates the folder and that of the logs where they are missing.
   *
   * @throws PulseFailure if that is not possible
   */
  public void create() {
    try {
      Files.createDirectories(logs());
    } catch (IOException e) {
      throw new PulseFailure(
          ExitCode.ENVIRONMENT,
          "the data folder "
              + root
              + " cannot be created ("
              + e.getClass().getSimpleName()
              + "): set "
              + VARIABLE
              + " to a folder that you may write to",
          e);
    }
  }
}
