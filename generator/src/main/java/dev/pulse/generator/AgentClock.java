package dev.pulse.generator;

/**
 * Microseconds since 1970 as this agent counts them: the wall clock as it stood once, carried on by
 * the monotonic clock. A wall clock that is set or steps afterwards changes nothing, so what the
 * launcher has learned of this clock holds until the start.
 */
final class AgentClock {
  private final Clocks clocks;
  private final long originEpochMicros;
  private final long originNanos;

  AgentClock(Clocks clocks) {
    this.clocks = clocks;
    originEpochMicros = clocks.epochMicros();
    originNanos = clocks.nanoTime().getAsLong();
  }

  /** Now. */
  long epochMicros() {
    return originEpochMicros + (clocks.nanoTime().getAsLong() - originNanos) / 1_000;
  }

  /** Value of the monotonic clock at a moment of this one. */
  long nanosAt(long epochMicros) {
    return originNanos + (epochMicros - originEpochMicros) * 1_000;
  }
}
