package dev.pulse.reporter.run;

import dev.pulse.protocol.v1.LossRange;
import java.util.List;

/**
 * What one stream sent and what came of it.
 *
 * @param stream the stream
 * @param hasManifest whether its agent gave its last word; without it nothing is known to be whole
 * @param scheduled samples by the manifest, 0 without one
 * @param acknowledged samples in batches that Kafka acknowledged, by the manifest
 * @param received samples that the aggregator counted, each once
 * @param lost ranges that the agent gave up, with the reason
 * @param duplicateBatches batches that came again and were not counted again
 * @param missingSamples gaps in the sample sequence that the aggregator saw
 */
public record StreamBalance(
    StreamId stream,
    boolean hasManifest,
    long scheduled,
    long acknowledged,
    long received,
    List<LossRange> lost,
    long duplicateBatches,
    long missingSamples) {

  /** Samples in the loss ranges. */
  public long lostSamples() {
    return lost.stream()
        .mapToLong(range -> range.getLastSample() - range.getFirstSample() + 1)
        .sum();
  }

  /** Samples neither received nor given up, by the manifest or else by the gaps. */
  public long missing() {
    return hasManifest ? Math.max(0, scheduled - received - lostSamples()) : missingSamples;
  }

  boolean isWhole() {
    return hasManifest && scheduled == received && lost.isEmpty();
  }
}
