package dev.pulse.generator;

import dev.pulse.protocol.v1.LossRange;
import dev.pulse.protocol.v1.Manifest;
import dev.pulse.protocol.v1.StreamManifest;

/**
 * How a load ended.
 *
 * @param manifest the agent's last word, as it was published
 * @param published whether Kafka has the manifest
 */
public record AgentResult(Manifest manifest, boolean published) {

  /** Samples of all streams, lost ones included. */
  public long scheduled() {
    return manifest.getStreamsList().stream().mapToLong(StreamManifest::getScheduled).sum();
  }

  /** Samples that Kafka has acknowledged. */
  public long acknowledged() {
    return manifest.getStreamsList().stream().mapToLong(StreamManifest::getAcknowledged).sum();
  }

  /** Samples that are lost, or not known to be in Kafka. */
  public long lost() {
    return manifest.getStreamsList().stream()
        .flatMap(stream -> stream.getLostList().stream())
        .mapToLong(AgentResult::size)
        .sum();
  }

  private static long size(LossRange range) {
    return range.getLastSample() - range.getFirstSample() + 1;
  }
}
