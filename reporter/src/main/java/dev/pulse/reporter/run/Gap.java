package dev.pulse.reporter.run;

/**
 * What could not be read of a source.
 *
 * @param source its name
 * @param readings how many were missed
 * @param why the last reason
 * @param filled readings of the time that was missed, asked for when the run was over
 */
public record Gap(String source, long readings, String why, long filled) {
  /** One of which nothing was filled. */
  public Gap(String source, long readings, String why) {
    this(source, readings, why, 0);
  }

  /** Both together; the reason is the later one's. */
  Gap and(Gap later) {
    return new Gap(
        source,
        readings + later.readings,
        later.why.isEmpty() ? why : later.why,
        filled + later.filled);
  }
}
