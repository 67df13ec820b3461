package dev.pulse.aggregator;

/**
 * Sequence numbers of a stream.
 *
 * @param first first one, ≥ 0
 * @param last last one, inclusive
 */
public record SampleRange(long first, long last) {
  /** How many they are. */
  public long samples() {
    return last - first + 1;
  }

  @Override
  public String toString() {
    return first + ".." + last;
  }
}
