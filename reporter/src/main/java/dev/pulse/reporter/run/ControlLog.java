package dev.pulse.reporter.run;

import dev.pulse.protocol.v1.AgentHello;
import dev.pulse.protocol.v1.ClockEstimate;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Heartbeat;
import dev.pulse.protocol.v1.Manifest;
import dev.pulse.protocol.v1.Removed;
import dev.pulse.protocol.v1.RemovedBefore;
import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.protocol.v1.StageMark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the control records of a run say, in any order and however often, but for a removal: that
 * ends all that came before it. A day of heartbeats is about 9 MB an agent.
 */
final class ControlLog {
  private static final long SECOND_MICROS = 1_000_000;
  private static final int HEARTBEAT_VALID_SECONDS = 3;

  private @Nullable RunPlan plan;
  private long startEpochMicros = Long.MAX_VALUE;
  private long lastWordEpochMicros;
  private @Nullable String endedReason;
  private @Nullable String abortReason;
  private @Nullable ControlRecord restoring;
  private Removed removed = Removed.getDefaultInstance();
  private final NavigableMap<Incarnation, AgentHello> hellos = new TreeMap<>();
  private final NavigableMap<Incarnation, Manifest> manifests = new TreeMap<>();
  private final Map<Incarnation, HeartbeatLog> heartbeats = new TreeMap<>();
  private final NavigableMap<StageStart, StageMark> stages = new TreeMap<>();
  private final NavigableMap<String, ClockEstimate> clocks = new TreeMap<>();

  private record StageStart(long atMicros, String scenario, String stage)
      implements Comparable<StageStart> {
    private static final Comparator<StageStart> ORDER =
        Comparator.comparingLong(StageStart::atMicros)
            .thenComparing(StageStart::scenario)
            .thenComparing(StageStart::stage);

    @Override
    public int compareTo(StageStart other) {
      return ORDER.compare(this, other);
    }
  }

  void accept(ControlRecord control) {
    if (!control.hasRestoring() && !control.hasJudged()) {
      lastWordEpochMicros = Math.max(lastWordEpochMicros, control.getAtEpochMicros());
    }
    switch (control.getBodyCase()) {
      case PLAN -> plan = control.getPlan();
      case HELLO -> hello(control.getHello());
      case STARTED ->
          startEpochMicros = Math.min(startEpochMicros, control.getStarted().getStartEpochMicros());
      case STAGE -> stage(control.getStage());
      case HEARTBEAT -> heartbeat(control.getHeartbeat());
      case MANIFEST -> manifest(control.getManifest());
      case ABORT ->
          abortReason = abortReason == null ? control.getAbort().getReason() : abortReason;
      case ENDED -> endedReason = control.getEnded().getStopReason();
      case REMOVED -> forget(control.getRemoved());
      case RESTORING -> restoring = control.getRestoring().getDone() ? null : control;
      case CLOCK -> clocks.put(control.getClock().getAgent(), control.getClock());
      case READY, PROBLEM, PING, PONG, JUDGED, BODY_NOT_SET -> {}
    }
  }

  /** What came before this is of a run that is no more; it may have been restored since. */
  private void forget(Removed newRemoved) {
    removed = newRemoved;
    plan = null;
    startEpochMicros = Long.MAX_VALUE;
    lastWordEpochMicros = 0;
    endedReason = null;
    abortReason = null;
    restoring = null;
    hellos.clear();
    manifests.clear();
    heartbeats.clear();
    stages.clear();
    clocks.clear();
  }

  /** Whether a record on another topic is of the run before it was removed. */
  boolean isRemoved(String topic, int partition, long offset) {
    for (RemovedBefore before : removed.getBeforeList()) {
      if (before.getTopic().equals(topic) && before.getPartition() == partition) {
        return offset < before.getOffset();
      }
    }
    return false;
  }

  /** SHA-256 of the archive that it is being restored from; empty where it is not. */
  String restoringSha256() {
    return restoring == null ? "" : restoring.getRestoring().getArchiveSha256();
  }

  /** Whether it is being restored, or was until that broke off. */
  boolean isRestoring() {
    return restoring != null;
  }

  private void hello(AgentHello hello) {
    hellos.put(new Incarnation(hello.getAgent(), hello.getIncarnation()), hello);
  }

  private void manifest(Manifest manifest) {
    manifests.put(new Incarnation(manifest.getAgent(), manifest.getIncarnation()), manifest);
  }

  private void heartbeat(Heartbeat beat) {
    heartbeats
        .computeIfAbsent(
            new Incarnation(beat.getAgent(), beat.getIncarnation()), key -> new HeartbeatLog())
        .put(beat);
  }

  private void stage(StageMark mark) {
    stages.put(new StageStart(mark.getAtMicros(), mark.getScenario(), mark.getStage()), mark);
  }

  /** How far each agent's clock was from the launcher's, by agent; empty in a run of one. */
  NavigableMap<String, ClockEstimate> clocks() {
    return clocks;
  }

  RunPlan plan() {
    return plan == null ? RunPlan.getDefaultInstance() : plan;
  }

  boolean hasPlan() {
    return plan != null;
  }

  boolean hasStarted() {
    return startEpochMicros != Long.MAX_VALUE;
  }

  long startEpochMicros() {
    return startEpochMicros;
  }

  long lastWordEpochMicros() {
    long restoringAt = restoring == null ? 0 : restoring.getAtEpochMicros();
    return Math.max(lastWordEpochMicros, restoringAt);
  }

  boolean hasEnded() {
    return endedReason != null;
  }

  /** Empty while the run goes on, and where it ran to its end. */
  String stopReason() {
    if (isRestoring()) {
      return "not restored to its end";
    }
    if (endedReason != null && !endedReason.isEmpty()) {
      return endedReason;
    }
    if (abortReason != null) {
      return abortReason;
    }
    return manifests.values().stream()
        .map(Manifest::getStopReason)
        .filter(reason -> !reason.isEmpty())
        .findFirst()
        .orElse("");
  }

  NavigableMap<Incarnation, AgentHello> hellos() {
    return hellos;
  }

  NavigableMap<Incarnation, Manifest> manifests() {
    return manifests;
  }

  List<StageMark> stages() {
    return List.copyOf(stages.values());
  }

  /** All heartbeats by time, agents in order within a second. */
  List<Heartbeat> heartbeats() {
    var all = new ArrayList<Heartbeat>();
    heartbeats.values().forEach(beats -> all.addAll(beats.all()));
    all.sort(Comparator.comparingLong(Heartbeat::getAtMicros).thenComparing(Heartbeat::getAgent));
    return all;
  }

  /** The newest heartbeat of each agent. */
  List<Heartbeat> newestHeartbeats() {
    return heartbeats.values().stream().flatMap(beats -> beats.newest().stream()).toList();
  }

  /** Active VUs of all agents at a time of the run clock, -1 where no agent tells. */
  int vusAt(long micros) {
    long second = micros / SECOND_MICROS;
    int vus = -1;
    for (var beats : heartbeats.values()) {
      var beat = beats.newestOf(second - HEARTBEAT_VALID_SECONDS, second);
      if (beat.isPresent()) {
        vus = Math.max(vus, 0) + beat.get().getActiveVus();
      }
    }
    return vus;
  }
}
