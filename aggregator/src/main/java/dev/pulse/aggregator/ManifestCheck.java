package dev.pulse.aggregator;

import dev.pulse.protocol.v1.LossRange;
import dev.pulse.protocol.v1.Manifest;
import dev.pulse.protocol.v1.StreamManifest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the agents say they sent against what stands in Kafka. */
final class ManifestCheck {
  private final RecomputedRun recomputed;
  private final Differences differences;
  private final Map<StreamId, StreamManifest> sent = new LinkedHashMap<>();

  ManifestCheck(RecomputedRun recomputed, Differences differences) {
    this.recomputed = recomputed;
    this.differences = differences;
  }

  /** Samples that the agents scheduled. */
  long scheduled() {
    return sent.values().stream().mapToLong(StreamManifest::getScheduled).sum();
  }

  void check(Collection<Manifest> manifests) {
    for (Manifest manifest : manifests) {
      for (StreamManifest stream : manifest.getStreamsList()) {
        sent.put(
            new StreamId(manifest.getAgent(), manifest.getIncarnation(), stream.getStream()),
            stream);
      }
    }
    recomputed.streams().keySet().stream()
        .filter(id -> !sent.containsKey(id))
        .forEach(id -> differences.add(id + ": left no manifest, what it sent is not known"));
    long streams =
        sent.keySet().stream().map(id -> id.agent() + "|" + id.stream()).distinct().count();
    differences.check("streams with a manifest", recomputed.expectedStreams(), streams);
    sent.forEach(this::check);
    if (recomputed.samples() == scheduled()) {
      checkRequests();
    }
  }

  private void check(StreamId id, StreamManifest manifest) {
    for (LossRange lost : manifest.getLostList()) {
      differences.add(
          id
              + ": samples "
              + new SampleRange(lost.getFirstSample(), lost.getLastSample())
              + " were lost by the agent: "
              + lost.getReason());
    }
    for (SampleRange gap : gaps(id, manifest.getScheduled())) {
      if (!isDeclared(gap, manifest.getLostList())) {
        differences.add(id + ": samples " + gap + " are missing in Kafka");
      }
    }
  }

  /** Sequence numbers below the next one that were not received. */
  private List<SampleRange> gaps(StreamId id, long next) {
    var received = recomputed.streams().get(id);
    List<SampleRange> gaps = new ArrayList<>();
    long expected = 0;
    for (SampleRange range : received == null ? List.<SampleRange>of() : received.ranges()) {
      if (range.first() > expected) {
        gaps.add(new SampleRange(expected, range.first() - 1));
      }
      expected = range.last() + 1;
    }
    if (expected < next) {
      gaps.add(new SampleRange(expected, next - 1));
    } else if (expected > next) {
      differences.add(id + ": Kafka has samples up to " + (expected - 1) + ", it sent " + next);
    }
    return gaps;
  }

  /** Whether loss ranges, which may touch each other, cover a gap. */
  private static boolean isDeclared(SampleRange gap, List<LossRange> lost) {
    long covered = gap.first();
    for (LossRange range :
        lost.stream()
            .sorted((a, b) -> Long.compare(a.getFirstSample(), b.getFirstSample()))
            .toList()) {
      if (range.getFirstSample() <= covered) {
        covered = Math.max(covered, range.getLastSample() + 1);
      }
    }
    return covered > gap.last();
  }

  private void checkRequests() {
    Map<String, Long> received = new TreeMap<>();
    recomputed
        .intervals()
        .forEach(
            (cell, figures) ->
                received.merge(
                    cell.series().scenario() + " / " + cell.series().request(),
                    figures.getSamples(),
                    Long::sum));
    Map<String, Long> scheduled = new TreeMap<>();
    for (StreamManifest stream : sent.values()) {
      stream
          .getRequestsList()
          .forEach(
              count ->
                  scheduled.merge(
                      count.getScenario() + " / " + count.getRequest(),
                      count.getSamples(),
                      Long::sum));
    }
    scheduled.forEach(
        (request, samples) ->
            differences.check(request + ": samples", samples, received.getOrDefault(request, 0L)));
  }
}
