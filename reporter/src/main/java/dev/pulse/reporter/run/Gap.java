package dev.pulse.reporter.run;

/**
 * What could not be read of a source.
 *
 * @param source its name
 * @param readings how many were missed
 * @param why the last reason
 */
public record Gap(String source, long readings, String why) {
  /** One more. */
  Gap andOne(String reason) {
    return new Gap(source, readings + 1, reason);
  }
}
