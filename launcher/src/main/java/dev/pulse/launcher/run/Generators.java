package dev.pulse.launcher.run;

import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.protocol.ControlChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Who sends the load of one run, as its launcher sees them: a child process on this machine, or
 * agents anywhere. Belongs to one thread. Closing lets go of them.
 */
public interface Generators extends AutoCloseable {

  /** Finds those of a run. */
  @FunctionalInterface
  interface Source {
    /**
     * Waits for them where they are not there yet.
     *
     * @param run run id
     * @throws PulseFailure if there are none, or too few
     */
    Generators find(String run, PlannedRun planned) throws InterruptedException;
  }

  /** How many there are, ≥ 1: the agents that the plan says. */
  int count();

  /** From the start's announcement to the first request. */
  Duration lead();

  /**
   * Tells them to prepare, and returns at once.
   *
   * @param control the run's, whose plan stands there already; heard by nobody else from now on
   * @throws PulseFailure if they cannot be told
   */
  void prepare(ControlChannel control) throws InterruptedException;

  /**
   * Whether all are ready; waits a little for that.
   *
   * @throws PulseFailure with the reason if one cannot be
   */
  boolean areReady() throws InterruptedException;

  /** Who is not ready yet, and where to look, in words. */
  String notReady();

  /**
   * How far their clocks are from this process's, microseconds by agent. Empty where all have the
   * same.
   *
   * @throws PulseFailure if one does not answer
   */
  Map<String, Long> clockOffsetsMicros() throws InterruptedException;

  /** Whether one of them still has something to send or to say. */
  boolean isLoading() throws InterruptedException;

  /** Why the others should end the load, too: one of them is gone. */
  Optional<String> stopReason();

  /** Once the load is over: what broke it off, in words. */
  Optional<String> failure() throws InterruptedException;

  @Override
  void close();
}
