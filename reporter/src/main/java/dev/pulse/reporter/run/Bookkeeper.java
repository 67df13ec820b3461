package dev.pulse.reporter.run;

import static dev.pulse.reporter.run.Accounting.grouped;

import dev.pulse.protocol.v1.AgentHello;
import dev.pulse.protocol.v1.Heartbeat;
import dev.pulse.protocol.v1.Manifest;
import dev.pulse.protocol.v1.RequestCount;
import dev.pulse.protocol.v1.StreamAccount;
import dev.pulse.protocol.v1.StreamManifest;
import dev.pulse.reporter.run.Accounting.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Computes the {@link Accounting} of a run and names every difference. */
final class Bookkeeper {
  private final RunData data;
  private final NavigableMap<StreamId, StreamManifest> sent = new TreeMap<>();
  private final NavigableMap<StreamId, StreamAccount> received = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();

  /** Samples that belong together in the sums: stages aside, as manifests do not tell them. */
  private record Part(String scenario, String request) implements Comparable<Part> {
    @Override
    public int compareTo(Part other) {
      int byScenario = scenario.compareTo(other.scenario);
      return byScenario != 0 ? byScenario : request.compareTo(other.request);
    }

    @Override
    public String toString() {
      return scenario + "/" + request;
    }
  }

  Bookkeeper(RunData data) {
    this.data = data;
    for (Manifest manifest : data.manifests()) {
      var incarnation = new Incarnation(manifest.getAgent(), manifest.getIncarnation());
      for (StreamManifest stream : manifest.getStreamsList()) {
        sent.put(new StreamId(incarnation, stream.getStream()), stream);
      }
    }
    for (StreamAccount account : data.accounts()) {
      var incarnation = new Incarnation(account.getAgent(), account.getIncarnation());
      received.put(new StreamId(incarnation, account.getStream()), account);
    }
  }

  Accounting balance() {
    var streams = streams();
    checkAgents();
    checkDeaths();
    checkStreams(streams);
    checkSums();
    checkRejections();
    return accounting(status(), streams);
  }

  private Status status() {
    if (!data.hasEnded()) {
      return Status.RUNNING;
    }
    return faults.isEmpty() ? Status.COMPLETE : Status.INCOMPLETE;
  }

  private List<StreamBalance> streams() {
    var ids = new TreeSet<StreamId>(sent.keySet());
    ids.addAll(received.keySet());
    for (AgentHello hello : data.hellos()) {
      var incarnation = new Incarnation(hello.getAgent(), hello.getIncarnation());
      for (int stream = 0; stream < hello.getStreams(); stream++) {
        ids.add(new StreamId(incarnation, stream));
      }
    }
    return ids.stream().map(this::balance).toList();
  }

  private StreamBalance balance(StreamId id) {
    @Nullable StreamManifest manifest = sent.get(id);
    var said = manifest == null ? StreamManifest.getDefaultInstance() : manifest;
    var account = received.getOrDefault(id, StreamAccount.getDefaultInstance());
    return new StreamBalance(
        id,
        manifest != null,
        said.getScheduled(),
        said.getAcknowledged(),
        account.getSamples(),
        said.getLostList(),
        account.getDuplicateBatches(),
        account.getMissingSamples());
  }

  private int expectedAgents() {
    return Math.max(1, data.plan().getExpectedAgents());
  }

  private int agents() {
    return (int) data.manifests().stream().map(Manifest::getAgent).distinct().count();
  }

  private void checkAgents() {
    if (!data.hasPlan()) {
      faults.add("the run plan is missing");
    }
    if (agents() != expectedAgents()) {
      faults.add(
          String.format(
              Locale.ROOT, "%d of %d agents gave their last word", agents(), expectedAgents()));
    }
  }

  /** What is known of an agent that died: a lower bound of what is missing, and since when. */
  private void checkDeaths() {
    var ended = new TreeSet<Incarnation>();
    sent.keySet().forEach(stream -> ended.add(stream.incarnation()));
    for (Heartbeat beat : data.newestHeartbeats()) {
      var incarnation = new Incarnation(beat.getAgent(), beat.getIncarnation());
      if (data.hasEnded() && !ended.contains(incarnation)) {
        faults.add(lastSeen(beat, receivedOf(incarnation)));
      }
    }
  }

  private long receivedOf(Incarnation incarnation) {
    return received.entrySet().stream()
        .filter(entry -> entry.getKey().incarnation().equals(incarnation))
        .mapToLong(entry -> entry.getValue().getSamples())
        .sum();
  }

  private static String lastSeen(Heartbeat beat, long receivedSamples) {
    return String.format(
        Locale.ROOT,
        "agent %s was last heard of after %.1f s with %s samples recorded, of which and since then"
            + " %s were received: at least %s are missing, and what it recorded later is unknown",
        beat.getAgent(),
        beat.getAtMicros() / 1e6,
        grouped(beat.getRequests()),
        grouped(receivedSamples),
        grouped(Math.max(0, beat.getRequests() - receivedSamples)));
  }

  private void checkStreams(List<StreamBalance> streams) {
    for (StreamBalance stream : streams) {
      if (!stream.hasManifest()) {
        faults.add(
            String.format(
                Locale.ROOT,
                "stream %s of incarnation %s has no manifest",
                stream.stream(),
                Long.toUnsignedString(stream.stream().incarnation().number())));
      } else if (!stream.isWhole()) {
        faults.add(difference(stream));
      }
    }
  }

  private static String difference(StreamBalance stream) {
    var words =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "stream %s: scheduled %s, received %s",
                stream.stream(),
                grouped(stream.scheduled()),
                grouped(stream.received())));
    for (var range : stream.lost()) {
      words.append(
          String.format(
              Locale.ROOT,
              ", lost %s–%s (%s)",
              grouped(range.getFirstSample()),
              grouped(range.getLastSample()),
              range.getReason()));
    }
    return words.toString();
  }

  private void checkSums() {
    var scheduled = new TreeMap<Part, Long>();
    for (StreamManifest stream : sent.values()) {
      for (RequestCount count : stream.getRequestsList()) {
        scheduled.merge(
            new Part(count.getScenario(), count.getRequest()), count.getSamples(), Long::sum);
      }
    }
    compare("interval summaries", scheduled, byPart(data.intervalSamples()));
    compare("running totals", scheduled, byPart(data.totalSamples()));
  }

  private static SortedMap<Part, Long> byPart(Map<Series, Long> samples) {
    var sums = new TreeMap<Part, Long>();
    samples.forEach(
        (series, count) ->
            sums.merge(new Part(series.scenario(), series.request()), count, Long::sum));
    return sums;
  }

  private void compare(
      String what, SortedMap<Part, Long> scheduled, SortedMap<Part, Long> counted) {
    var parts = new TreeSet<Part>(scheduled.keySet());
    parts.addAll(counted.keySet());
    for (Part part : parts) {
      long should = scheduled.getOrDefault(part, 0L);
      long is = counted.getOrDefault(part, 0L);
      if (should != is) {
        faults.add(
            String.format(
                Locale.ROOT,
                "%s of %s: %s samples, the manifests say %s",
                what,
                part,
                grouped(is),
                grouped(should)));
      }
    }
  }

  private void checkRejections() {
    if (data.rejectedBatches() > 0) {
      faults.add(grouped(data.rejectedBatches()) + " sample batches were rejected");
    }
  }

  private Accounting accounting(Status status, List<StreamBalance> streams) {
    boolean running = status == Status.RUNNING;
    long beaten = data.newestHeartbeats().stream().mapToLong(Heartbeat::getRequests).sum();
    long scheduled = streams.stream().mapToLong(StreamBalance::scheduled).sum();
    return new Accounting(
        status,
        agents(),
        expectedAgents(),
        running ? Math.max(beaten, scheduled) : scheduled,
        streams.stream().mapToLong(StreamBalance::received).sum(),
        streams.stream().mapToLong(StreamBalance::acknowledged).sum(),
        streams.stream().mapToLong(StreamBalance::lostSamples).sum(),
        streams.stream().mapToLong(StreamBalance::missing).sum(),
        streams.stream().mapToLong(StreamBalance::duplicateBatches).sum(),
        data.rejectedBatches(),
        streams,
        running ? List.of() : List.copyOf(faults));
  }
}
