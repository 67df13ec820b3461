package dev.pulse.scenario;

import org.jspecify.annotations.Nullable;

/** What a VU has to fill a template with. */
public interface TemplateValues {

  /**
   * A value of the VU's user.
   *
   * @param column index into {@link UserPool#columns}
   */
  CharSequence user(int column);

  /**
   * What was extracted, null as long as nothing was.
   *
   * @param slot index into {@link LoadTest#variables}
   */
  @Nullable CharSequence extracted(int slot);

  /** Number of the VU, from 1. */
  int vu();

  /** Number of the VU's iteration, from 0. */
  int iteration();
}
