package dev.pulse.reporter.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One line of the list of runs, from the control records alone.
 *
 * @param run run id
 * @param title of the plan
 * @param file scenario file as it was typed
 * @param scenarios names in the order of the plan
 * @param group runs of one command share it; empty if none
 * @param plannedAt when the plan was written
 * @param startedAt when the load began; empty if it did not
 * @param durationMicros how long the load was on, 0 if it did not begin
 * @param samples scheduled samples by manifests, or else by heartbeats
 * @param state where it stands
 * @param stopReason why it was stopped before its end; empty if it was not
 */
public record RunEntry(
    String run,
    String title,
    String file,
    List<String> scenarios,
    String group,
    Instant plannedAt,
    Optional<Instant> startedAt,
    long durationMicros,
    long samples,
    State state,
    String stopReason) {

  /** Where a run stands; whether its numbers add up is told by {@link Accounting} only. */
  public enum State {
    /** Planned or under load, and heard of lately. */
    RUNNING,
    /** Ran to its end. */
    FINISHED,
    /** Ended early, by a signal or a threshold. */
    STOPPED,
    /** Being copied in from an archive. */
    RESTORING,
    /** Did not end, and was not heard of for a minute. */
    BROKEN_OFF
  }
}
