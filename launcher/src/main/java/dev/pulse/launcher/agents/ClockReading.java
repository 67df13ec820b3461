package dev.pulse.launcher.agents;

/**
 * What one round of asking for a clock tells: the answer lies between question and answer, and
 * nobody knows where, so the middle is taken and half the way is the error.
 *
 * @param offsetMicros the other clock less ours
 * @param errorMicros the truth is within {@code offset ± error}, ≥ 0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5905#section-8">NTP's on-wire protocol</a>
 */
record ClockReading(long offsetMicros, long errorMicros) {

  /**
   * From four times, microseconds.
   *
   * @param asked by our clock
   * @param heard by the other
   * @param said by the other
   * @param received by our clock
   */
  static ClockReading of(long asked, long heard, long said, long received) {
    long offset = Math.floorDiv((heard - asked) + (said - received), 2);
    long error = Math.max(0, (received - asked) - (said - heard));
    return new ClockReading(offset, (error + 1) / 2);
  }

  /** The one that knows more. */
  ClockReading better(ClockReading other) {
    return other.errorMicros < errorMicros ? other : this;
  }
}
