package dev.pulse.reporter.run;

import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.v1.AgentHello;
import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.ClockEstimate;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.Heartbeat;
import dev.pulse.protocol.v1.Manifest;
import dev.pulse.protocol.v1.ResourceSample;
import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.protocol.v1.SeriesTotal;
import dev.pulse.protocol.v1.StageMark;
import dev.pulse.protocol.v1.StreamAccount;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that is known of one run, fed record by record in any order; a record that comes again
 * changes nothing, an interval written again replaces the one before. Whatever shows or judges a
 * figure takes it from {@link #figures}, so that it is the same figure everywhere.
 *
 * <p>Whole-run figures come from the running totals and are merged once for each change, so asking
 * each second costs next to nothing, however long the run. Not thread-safe: see {@link
 * RunFollower}.
 */
public final class RunData {
  private final String run;
  private final ControlLog control = new ControlLog();
  private final IntervalStore intervals;
  private final Map<Series, SeriesTotal> totals = new HashMap<>();
  private final NavigableMap<StreamId, StreamAccount> accounts = new TreeMap<>();
  private final Map<Selection, SeriesFigures> merged = new HashMap<>();
  private final ResourceLog resources = new ResourceLog();
  private long rejected;

  /** A run nothing is known of yet; it takes about 100 MB at most, however long it is. */
  public RunData(String run) {
    this(run, IntervalStore.Limits.DEFAULT);
  }

  RunData(String run, IntervalStore.Limits limits) {
    this.run = run;
    this.intervals = new IntervalStore(limits);
  }

  /** Takes a control record; one of another run is passed over. */
  public void accept(ControlRecord record) {
    if (record.getRun().equals(run)) {
      control.accept(record);
    }
  }

  /**
   * Takes an aggregate record; one of another run is passed over.
   *
   * @throws InvalidRecordException if a histogram in it contradicts itself; nothing has changed
   */
  public void accept(AggregateRecord record) throws InvalidRecordException {
    if (!record.getRun().equals(run)) {
      return;
    }
    switch (record.getBodyCase()) {
      case INTERVAL -> {
        intervals.accept(record.getInterval());
        merged.keySet().removeIf(Selection::hasRange);
      }
      case TOTAL -> accept(record.getTotal());
      case STREAM -> accept(record.getStream());
      case BODY_NOT_SET -> {}
    }
  }

  private void accept(SeriesTotal total) throws InvalidRecordException {
    SeriesFigures.of(total.getFigures());
    totals.put(new Series(total.getScenario(), total.getStage(), total.getRequest()), total);
    merged.keySet().removeIf(selection -> !selection.hasRange());
  }

  private void accept(StreamAccount account) {
    accounts.put(
        new StreamId(
            new Incarnation(account.getAgent(), account.getIncarnation()), account.getStream()),
        account);
  }

  /** Takes a reading of the system under test; one of another run is passed over. */
  public void accept(ResourceSample sample) {
    if (sample.getRun().equals(run)) {
      resources.accept(sample);
    }
  }

  /** What was read of the system under test, by source, series and label. */
  public List<ResourceSeries> resources() {
    return resources.series(control.startEpochMicros());
  }

  /** What the watched processes of the system under test are, such as {@code java}. */
  public Set<String> programs() {
    return Collections.unmodifiableSet(resources.programs());
  }

  /** Sources that could not be read, at least for a while. */
  public List<Gap> resourceGaps() {
    return resources.gaps();
  }

  /** What happened to the system under test, each event once, in order of time. */
  public List<ResourceEvent> resourceEvents() {
    return resources.events(control.startEpochMicros());
  }

  /** Whether later events were left out because there were more than a thousand. */
  public boolean hasTooManyResourceEvents() {
    return resources.hasTooManyEvents();
  }

  /** Whether series of resources were left out because there were more than two thousand. */
  public boolean hasTooManyResources() {
    return resources.hasTooMany();
  }

  /** Takes note of a sample batch of this run that the aggregator refused. */
  public void acceptRejection() {
    rejected++;
  }

  /** Run id. */
  public String run() {
    return run;
  }

  /** How far each agent's clock was from the launcher's; empty in a run of one machine. */
  public Map<String, ClockEstimate> clocks() {
    return Map.copyOf(control.clocks());
  }

  /** What was going to be run; the empty plan where its record has not come. */
  public RunPlan plan() {
    return control.plan();
  }

  /** Whether the plan is known. */
  public boolean hasPlan() {
    return control.hasPlan();
  }

  /** Whether it is being restored from an archive, or was until that broke off. */
  public boolean isRestoring() {
    return control.isRestoring();
  }

  /** Checksum of the archive that it is being restored from, hexadecimal; empty where it is not. */
  public String restoringSha256() {
    return control.restoringSha256();
  }

  /** Whether a record of this run stands before its removal, so that it counts no more. */
  public boolean isRemoved(String topic, int partition, long offset) {
    return control.isRemoved(topic, partition, offset);
  }

  /** When the load began, the origin of the run clock; empty before. */
  public Optional<Instant> startedAt() {
    return control.hasStarted()
        ? Optional.of(Instant.EPOCH.plus(control.startEpochMicros(), ChronoUnit.MICROS))
        : Optional.empty();
  }

  /** Writer's time of the newest control record, microseconds since 1970; 0 where none came. */
  public long lastWordEpochMicros() {
    return control.lastWordEpochMicros();
  }

  /** Whether the launcher saw the run to its end, or every agent gave its manifest. */
  public boolean hasEnded() {
    return control.hasEnded() || allManifestsAreHere();
  }

  private boolean allManifestsAreHere() {
    long agents = manifests().stream().map(Manifest::getAgent).distinct().count();
    return hasPlan() && agents >= Math.max(1, plan().getExpectedAgents());
  }

  /** Why the run was stopped before its end, such as {@code signal}; empty where it was not. */
  public String stopReason() {
    return control.stopReason();
  }

  /** The agents' first words, one for each start of a process, by agent. */
  public List<AgentHello> hellos() {
    return List.copyOf(control.hellos().values());
  }

  /** The agents' last words, by agent. */
  public List<Manifest> manifests() {
    return List.copyOf(control.manifests().values());
  }

  /** What the aggregator received, by agent and stream. */
  public List<StreamAccount> accounts() {
    return List.copyOf(accounts.values());
  }

  /** Sample batches that the aggregator refused. */
  public long rejectedBatches() {
    return rejected;
  }

  /** Stage starts as the generator announced them, in order of time. */
  public List<StageMark> stageMarks() {
    return control.stages();
  }

  /** All heartbeats in order of time, at most one a second and agent. */
  public List<Heartbeat> heartbeats() {
    return control.heartbeats();
  }

  /** The newest heartbeat of each agent. */
  public List<Heartbeat> newestHeartbeats() {
    return control.newestHeartbeats();
  }

  /** Active VUs of all agents at a time of the run clock, microseconds; -1 where none tells. */
  public int vusAt(long micros) {
    return control.vusAt(micros);
  }

  /** Length of an interval, microseconds; 0 where neither plan nor interval is known. */
  public int intervalMicros() {
    int planned = plan().getIntervalMicros();
    return planned > 0 ? planned : intervals.intervalMicros();
  }

  /** Series seen so far, by scenario, stage and request. */
  public List<Series> series() {
    return SeriesOrder.sorted(plan(), totals.keySet());
  }

  /**
   * How long the load was on, microseconds: by the manifests once all are here, else as far as
   * heartbeats tell.
   */
  public long elapsedMicros() {
    long told = manifests().stream().mapToLong(Manifest::getEndMicros).max().orElse(0);
    long beaten = newestHeartbeats().stream().mapToLong(Heartbeat::getAtMicros).max().orElse(0);
    return allManifestsAreHere() ? told : Math.max(told, beaten);
  }

  /** How far the running totals reach: the newest interval in any of them; -1 where none is. */
  public long throughInterval() {
    return totals.values().stream().mapToLong(SeriesTotal::getThroughInterval).max().orElse(-1);
  }

  /**
   * The figures of a selection. Without a range they come from the running totals, with one from
   * the intervals.
   */
  public SeriesFigures figures(Selection selection) {
    return merged.computeIfAbsent(selection, this::merge);
  }

  private SeriesFigures merge(Selection selection) {
    if (selection.hasRange()) {
      return intervals.figures(selection);
    }
    List<Figures> parts =
        totals.entrySet().stream()
            .filter(total -> selection.includes(total.getKey()))
            .map(total -> total.getValue().getFigures())
            .toList();
    return SeriesFigures.merge(parts);
  }

  /** Numbers of the intervals in which samples ended, ascending. */
  public List<Long> intervals() {
    return intervals.numbers();
  }

  /**
   * How many intervals each point of {@link #timeline} and {@link #responses} was merged from: 1 in
   * runs of up to two hours, a power of two in longer or larger ones.
   */
  public int intervalsPerPoint() {
    return intervals.width();
  }

  /** What was written again after it had been merged with others; see {@link RunReader}. */
  Set<IntervalStore.Cell> rewritten() {
    return intervals.rewritten();
  }

  /** One point for each interval, or row of merged ones, in which samples ended, in order. */
  public List<TimelinePoint> timeline(Selection selection) {
    return intervals.timeline(selection).stream()
        .map(point -> point.withVus(vusAt(point.startMicros() + point.lengthMicros() - 1)))
        .toList();
  }

  /**
   * Response times and errors, interval by interval or row by row, of those that hold samples of a
   * selection.
   */
  public List<ResponseInterval> responses(Selection selection) {
    return intervals.responses(selection);
  }

  /** Samples of each series over all interval summaries. */
  public Map<Series, Long> intervalSamples() {
    return Collections.unmodifiableMap(intervals.samples());
  }

  /** Samples of each series by the running totals. */
  public Map<Series, Long> totalSamples() {
    var samples = new HashMap<Series, Long>();
    totals.forEach((series, total) -> samples.put(series, total.getFigures().getSamples()));
    return samples;
  }
}
