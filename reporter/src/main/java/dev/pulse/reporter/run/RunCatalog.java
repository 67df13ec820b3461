package dev.pulse.reporter.run;

import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.Records;
import dev.pulse.protocol.Topics;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Heartbeat;
import dev.pulse.protocol.v1.Manifest;
import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.StreamManifest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs in Kafka, oldest first, and what people call them. */
public final class RunCatalog {
  /** Name of the run that was planned last. */
  public static final String LATEST = "latest";

  /** An agent beats each second: a run silent for this long has broken off. */
  public static final Duration SILENCE = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(RunCatalog.class);
  private static final int NAMED_CANDIDATES = 5;

  private final Map<String, Object> settings;
  private final InstantSource clock;

  /**
   * A catalog; each call reads anew.
   *
   * @param settings of the Kafka consumer, {@code bootstrap.servers} at least
   * @param clock tells running from broken off
   */
  public RunCatalog(Map<String, Object> settings, InstantSource clock) {
    this.settings = Map.copyOf(settings);
    this.clock = clock;
  }

  /**
   * All runs with a plan, and those that are being restored, oldest first; removed ones are not
   * among them.
   *
   * @throws org.apache.kafka.common.KafkaException if the broker does not answer
   */
  public List<RunEntry> list() {
    var told = new Told();
    try (var consumer = TopicScan.consumer(settings)) {
      var partitions = TopicScan.partitions(consumer, List.of(Topics.CONTROL));
      TopicScan.read(consumer, partitions, told::take);
    }
    var entries = new ArrayList<RunEntry>();
    for (ControlRecord plan : told.plans()) {
      entries.add(entry(plan, told.run(plan.getRun())));
    }
    return entries;
  }

  /** What control records tell of all runs; of the heartbeats, the newest of each agent. */
  private static final class Told {
    private final Map<String, ControlRecord> planned = new HashMap<>();
    private final Map<String, RunData> runs = new HashMap<>();
    private final Map<String, Map<Incarnation, ControlRecord>> heartbeats = new HashMap<>();

    void take(ConsumerRecord<byte[], byte[]> record) {
      try {
        take(Records.control(record.value()));
      } catch (InvalidRecordException e) {
        LOG.atWarn()
            .addKeyValue("offset", record.offset())
            .log("Unreadable control record passed over: {}", e.getMessage());
      }
    }

    private void take(ControlRecord control) {
      if (control.hasHeartbeat()) {
        var beat = control.getHeartbeat();
        heartbeats
            .computeIfAbsent(control.getRun(), key -> new HashMap<>())
            .put(new Incarnation(beat.getAgent(), beat.getIncarnation()), control);
        return;
      }
      if (control.hasRemoved()) {
        planned.remove(control.getRun());
        heartbeats.remove(control.getRun());
      }
      if (control.hasRestoring()) {
        planned.putIfAbsent(control.getRun(), control);
      }
      if (control.hasPlan()) {
        planned.put(control.getRun(), control);
      }
      runs.computeIfAbsent(control.getRun(), RunData::new).accept(control);
    }

    List<ControlRecord> plans() {
      return planned.values().stream()
          .sorted(
              Comparator.comparingLong(ControlRecord::getAtEpochMicros)
                  .thenComparing(ControlRecord::getRun))
          .toList();
    }

    RunData run(String run) {
      var data = runs.computeIfAbsent(run, RunData::new);
      heartbeats.getOrDefault(run, Map.of()).values().forEach(data::accept);
      return data;
    }
  }

  private RunEntry entry(ControlRecord planned, RunData data) {
    var plan = planned.getPlan();
    return new RunEntry(
        planned.getRun(),
        plan.getTitle(),
        plan.getFile(),
        plan.getScenariosList().stream().map(ScenarioPlan::getName).toList(),
        plan.getGroup(),
        Instant.EPOCH.plus(planned.getAtEpochMicros(), ChronoUnit.MICROS),
        data.startedAt(),
        data.elapsedMicros(),
        samples(data),
        state(data),
        data.stopReason());
  }

  private static long samples(RunData data) {
    long scheduled = 0;
    for (Manifest manifest : data.manifests()) {
      scheduled += manifest.getStreamsList().stream().mapToLong(StreamManifest::getScheduled).sum();
    }
    long beaten = data.newestHeartbeats().stream().mapToLong(Heartbeat::getRequests).sum();
    return Math.max(scheduled, beaten);
  }

  private RunEntry.State state(RunData data) {
    if (data.hasEnded() && !data.isRestoring()) {
      return data.stopReason().isEmpty() ? RunEntry.State.FINISHED : RunEntry.State.STOPPED;
    }
    var lastWord = Instant.EPOCH.plus(data.lastWordEpochMicros(), ChronoUnit.MICROS);
    boolean silent = clock.instant().isAfter(lastWord.plus(SILENCE));
    if (silent) {
      return RunEntry.State.BROKEN_OFF;
    }
    return data.isRestoring() ? RunEntry.State.RESTORING : RunEntry.State.RUNNING;
  }

  /**
   * The run that a name stands for.
   *
   * @param name {@link #LATEST}, a run id, or a prefix that no other run has
   * @return the full run id
   * @throws UnknownRunException if none or several runs go by it
   */
  public String resolve(String name) throws UnknownRunException {
    return resolve(name, list().stream().map(RunEntry::run).toList());
  }

  /** The run among some, oldest first, that a name stands for. */
  static String resolve(String name, List<String> runs) throws UnknownRunException {
    if (runs.isEmpty()) {
      throw new UnknownRunException("there is no run yet: start one with pulse run FILE");
    }
    if (name.equals(LATEST)) {
      return runs.get(runs.size() - 1);
    }
    if (runs.contains(name)) {
      return name;
    }
    var matching = runs.stream().filter(run -> !name.isEmpty() && run.startsWith(name)).toList();
    if (matching.size() == 1) {
      return matching.get(0);
    }
    throw new UnknownRunException(
        matching.isEmpty()
            ? "no run is called \"" + name + "\", the latest are " + newest(runs)
            : "\"" + name + "\" is the beginning of several runs: " + newest(matching));
  }

  private static String newest(List<String> runs) {
    var last = runs.subList(Math.max(0, runs.size() - NAMED_CANDIDATES), runs.size());
    String more = last.size() < runs.size() ? ", …" : "";
    return last.stream().collect(Collectors.joining(", ")) + more;
  }
}
