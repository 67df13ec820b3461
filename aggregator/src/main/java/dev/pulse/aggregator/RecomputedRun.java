package dev.pulse.aggregator;

import dev.pulse.protocol.v1.Figures;
import java.util.Map;

/**
 * A run as its raw samples have it.
 *
 * @param run run id
 * @param intervals figures of every series in every interval
 * @param streams what was received of each stream
 * @param expectedStreams streams of the run by its own batches, 0 if it has none
 * @param rejected unreadable records on the whole topic, of whatever run, and batches of this run
 *     that contradict their stream
 */
public record RecomputedRun(
    String run,
    Map<SeriesInterval, Figures> intervals,
    Map<StreamId, ReceivedStream> streams,
    int expectedStreams,
    long rejected) {

  /** Samples received, counted once. */
  public long samples() {
    return streams.values().stream().mapToLong(ReceivedStream::samples).sum();
  }
}
