package dev.pulse.generator.pacing;

import org.jspecify.annotations.Nullable;

/**
 * Something that happens at a time unless it is cancelled before; its own link in the wheel's list,
 * so that setting and cancelling allocate nothing. Used by one event loop only.
 */
public abstract class Timer {
  @Nullable Timer next;
  @Nullable Timer previous;
  long deadlineMicros;

  /**
   * The time has come.
   *
   * @param deadlineMicros when it was due, which may be a tick or more ago
   */
  protected abstract void expire(long deadlineMicros);

  /** Whether it is set. */
  public final boolean isSet() {
    return next != null;
  }

  final void unlink() {
    if (next != null && previous != null) {
      next.previous = previous;
      previous.next = next;
      next = null;
      previous = null;
    }
  }
}
