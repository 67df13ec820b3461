package dev.pulse.aggregator.sink;

import com.influxdb.client.write.Point;
import dev.pulse.protocol.v1.Heartbeat;
import dev.pulse.protocol.v1.LossRange;
import dev.pulse.protocol.v1.Manifest;
import dev.pulse.protocol.v1.StreamAccount;
import java.util.HashMap;
import java.util.Map;

/** What generators say they sent, and what the aggregator says it received. */
final class RunAccount {
  private record Incarnation(String agent, long number) {}

  private record Stream(Incarnation incarnation, int stream) {}

  private final Map<Incarnation, Heartbeat> heartbeats = new HashMap<>();
  private final Map<Incarnation, Manifest> manifests = new HashMap<>();
  private final Map<Stream, StreamAccount> streams = new HashMap<>();

  void accept(Heartbeat beat) {
    heartbeats.put(new Incarnation(beat.getAgent(), beat.getIncarnation()), beat);
  }

  void accept(Manifest manifest) {
    manifests.put(new Incarnation(manifest.getAgent(), manifest.getIncarnation()), manifest);
  }

  void accept(StreamAccount account) {
    var incarnation = new Incarnation(account.getAgent(), account.getIncarnation());
    streams.put(new Stream(incarnation, account.getStream()), account);
  }

  /** How long the load was on, microseconds: by manifests where they are here, else heartbeats. */
  long elapsedMicros() {
    long told = manifests.values().stream().mapToLong(Manifest::getEndMicros).max().orElse(0);
    long beaten = heartbeats.values().stream().mapToLong(Heartbeat::getAtMicros).max().orElse(0);
    return allHaveEnded() ? told : Math.max(told, beaten);
  }

  private boolean allHaveEnded() {
    return !manifests.isEmpty() && manifests.keySet().containsAll(heartbeats.keySet());
  }

  Point add(Point point) {
    long sent = sent();
    long received = streams.values().stream().mapToLong(StreamAccount::getSamples).sum();
    long gaps = streams.values().stream().mapToLong(StreamAccount::getMissingSamples).sum();
    long known = Math.max(gaps, lost());
    return point
        .addField("samples_sent", sent)
        .addField("samples_received", received)
        .addField("samples_missing", allHaveEnded() ? Math.max(known, sent - received) : known);
  }

  private long sent() {
    long sent = 0;
    for (var beat : heartbeats.entrySet()) {
      sent += manifests.containsKey(beat.getKey()) ? 0 : beat.getValue().getRequests();
    }
    for (Manifest manifest : manifests.values()) {
      sent += manifest.getStreamsList().stream().mapToLong(of -> of.getScheduled()).sum();
    }
    return sent;
  }

  private long lost() {
    long lost = 0;
    for (var beat : heartbeats.entrySet()) {
      lost += manifests.containsKey(beat.getKey()) ? 0 : beat.getValue().getSamplesLost();
    }
    for (Manifest manifest : manifests.values()) {
      lost +=
          manifest.getStreamsList().stream()
              .flatMap(stream -> stream.getLostList().stream())
              .mapToLong(RunAccount::samples)
              .sum();
    }
    return lost;
  }

  private static long samples(LossRange range) {
    return range.getLastSample() - range.getFirstSample() + 1;
  }
}
