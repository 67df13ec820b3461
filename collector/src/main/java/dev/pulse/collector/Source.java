package dev.pulse.collector;

import java.io.IOException;
import java.util.List;

/**
 * Something whose resources can be read. Used by one thread; opens what it needs when it is read,
 * and again after a failure.
 */
interface Source extends AutoCloseable {

  /**
   * What it says now; rates and shares are those since the last call, and missing from the first.
   *
   * @throws IOException if it does not answer within a few seconds, or nonsense: what was tried and
   *     what came back, without secrets
   */
  List<Reading> read() throws IOException, InterruptedException;

  /** A run begins: what is summed up is summed up from here. */
  default void begin() {}

  @Override
  void close();
}
