package dev.pulse.reporter.summary;

/**
 * How often a check passed.
 *
 * @param name of the plan
 * @param passes how often it passed
 * @param fails how often it failed
 */
public record CheckLine(String name, long passes, long fails) {
  /** Passes per evaluation, 0..1; 0 where it was never evaluated. */
  public double rate() {
    return passes + fails == 0 ? 0 : (double) passes / (passes + fails);
  }

  /** Whether it was evaluated and never failed. */
  public boolean isOk() {
    return fails == 0 && passes > 0;
  }
}
