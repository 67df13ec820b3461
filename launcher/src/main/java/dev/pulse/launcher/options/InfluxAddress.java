package dev.pulse.launcher.options;

import dev.pulse.aggregator.sink.InfluxTarget;
import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;

/** An InfluxDB as people type it. */
public final class InfluxAddress {
  private InfluxAddress() {}

  /**
   * Reads {@code http://HOST:8086/DATABASE}, and the secrets from the environment.
   *
   * @throws PulseFailure if it cannot be an InfluxDB
   */
  public static InfluxTarget target(String typed, Surroundings surroundings) {
    try {
      return InfluxTarget.of(typed, surroundings.environment());
    } catch (IllegalArgumentException e) {
      throw new PulseFailure(ExitCode.BAD_CONFIGURATION, String.valueOf(e.getMessage()), e);
    }
  }
}
