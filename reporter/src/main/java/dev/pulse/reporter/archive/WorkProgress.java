package dev.pulse.reporter.archive;

/** Hears how far long work is, some times a second at most and at least once a step. */
@FunctionalInterface
public interface WorkProgress {
  /**
   * So far.
   *
   * @param step what is being done, such as {@code reading pulse.samples}
   * @param done records or bytes done in this step, 0..total
   * @param total of this step, ≥ 0
   */
  void at(String step, long done, long total);
}
