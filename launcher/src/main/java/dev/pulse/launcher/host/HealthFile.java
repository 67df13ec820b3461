package dev.pulse.launcher.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that a part writes anew while it is fit, for the health checks of containers: older than
 * half a minute, or not there, means that the part is not. {@value #VARIABLE} says where; without
 * it nothing is written.
 */
public final class HealthFile {
  /** Names the file. */
  public static final String VARIABLE = "PULSE_HEALTH_FILE";

  /** How often it should be written. */
  public static final Duration EVERY = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(HealthFile.class);

  private final Optional<Path> file;

  private HealthFile(Optional<Path> file) {
    this.file = file;
  }

  /** The one that the environment names. */
  public static HealthFile of(Map<String, String> environment) {
    return new HealthFile(
        Optional.ofNullable(environment.get(VARIABLE))
            .filter(name -> !name.isEmpty())
            .map(Path::of));
  }

  /** The part is fit now. */
  public void touch() {
    file.ifPresent(
        path -> {
          try {
            Files.write(path, new byte[0]);
          } catch (IOException e) {
            LOG.warn("{} names a file that cannot be written: {}", VARIABLE, e.toString());
          }
        });
  }

  /** The part is not fit any more. */
  public void remove() {
    file.ifPresent(
        path -> {
          try {
            Files.deleteIfExists(path);
          } catch (IOException e) {
            LOG.warn("{} names a file that cannot be removed: {}", VARIABLE, e.toString());
          }
        });
  }
}
