package dev.pulse.collector;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Something whose resources can be read. Used by one thread; opens what it needs when it is read,
 * and again after a failure.
 */
interface Source extends AutoCloseable {
  /** Label of a reading that was asked for afterwards, for a time at which none was had. */
  String FILLED = "filled";

  /**
   * What it says now; rates and shares are those since the last call, and missing from the first.
   *
   * @throws IOException if it does not answer within a few seconds, or nonsense: what was tried and
   *     what came back, without secrets
   */
  List<Reading> read() throws IOException, InterruptedException;

  /** A run begins: what is summed up is summed up from here. */
  default void begin() {}

  /**
   * What it has kept of those times of a run at which it was asked in vain; for most sources
   * nothing. Each has the label {@link #FILLED}.
   *
   * @param fromMicros since 1970, when the run began
   * @param toMicros since 1970, when it ended
   * @param step between two readings
   * @throws IOException if it does not answer now either; a {@link PartlyReadException} where it
   *     has some of it
   */
  default List<Reading> missed(long fromMicros, long toMicros, Duration step)
      throws IOException, InterruptedException {
    return List.of();
  }

  /**
   * Tries it before a run.
   *
   * @return what answered, a line without its end
   * @throws IOException if it does not answer: what was tried, what came back, what to do
   */
  String probe() throws IOException, InterruptedException;

  @Override
  void close();
}
