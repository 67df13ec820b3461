package dev.pulse.generator.http;

import dev.pulse.scenario.TemplateValues;

/** The VU that a session sends for. */
public interface SessionOwner extends TemplateValues {
  /** Keeps an extracted value. */
  void extracted(int slot, String value);

  /**
   * Index of the stage's name at a time.
   *
   * @param runMicros run clock
   */
  int stageAt(long runMicros);

  /**
   * The request came to its end and is recorded, with every hop of a redirect.
   *
   * @param isGood whether it was answered as expected
   * @param wasAnswered whether it was answered at all
   * @param endMicros run clock
   */
  void done(boolean isGood, boolean wasAnswered, long endMicros);
}
