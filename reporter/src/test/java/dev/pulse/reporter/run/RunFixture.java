package dev.pulse.reporter.run;

import dev.pulse.protocol.HistogramRecorder;
import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.v1.AgentHello;
import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.CheckPlan;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Ended;
import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.Heartbeat;
import dev.pulse.protocol.v1.IntervalSummary;
import dev.pulse.protocol.v1.Manifest;
import dev.pulse.protocol.v1.RequestCount;
import dev.pulse.protocol.v1.RequestPlan;
import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.SeriesTotal;
import dev.pulse.protocol.v1.StagePlan;
import dev.pulse.protocol.v1.Started;
import dev.pulse.protocol.v1.StreamAccount;
import dev.pulse.protocol.v1.StreamManifest;
import dev.pulse.protocol.v1.ThresholdPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A run made of samples, with every record that a real one leaves; consistent unless bent. */
public final class RunFixture {
  public static final String SCENARIO = "baseline";
  public static final String HOLD = "1 hold 100";
  private static final int SECOND_MICROS = 1_000_000;
  private static final long START_EPOCH_MICROS = 1_767_225_600_000_000L;

  private final String run;
  private final int seconds;
  private final List<Sample> samples = new ArrayList<>();
  private final List<ThresholdPlan> thresholds = new ArrayList<>();
  private final List<ScenarioPlan> others = new ArrayList<>();
  private UnaryOperator<ScenarioPlan> scenarios = UnaryOperator.identity();
  private UnaryOperator<Heartbeat> heartbeats = UnaryOperator.identity();
  private UnaryOperator<Manifest> manifests = UnaryOperator.identity();
  private UnaryOperator<StreamAccount> accounts = UnaryOperator.identity();
  private String stopReason = "";
  private boolean isOver = true;

  private record Sample(
      String agent,
      int second,
      String request,
      long lagMicros,
      long serviceMicros,
      Outcome outcome) {}

  /** A run of 100 VUs that are held for some seconds. */
  public RunFixture(String run, int seconds) {
    this.run = run;
    this.seconds = seconds;
  }

  /** Adds samples that ended in a second. */
  public RunFixture samples(
      String agent, int second, int count, long lagMicros, long serviceMicros, Outcome outcome) {
    for (int i = 0; i < count; i++) {
      samples.add(
          new Sample(
              agent,
              second,
              i % 4 == 3 ? "trade" : "portfolio",
              lagMicros,
              serviceMicros,
              outcome));
    }
    return this;
  }

  /** Adds good samples of one agent that started when they were due. */
  public RunFixture ok(int second, int count, long serviceMicros) {
    return samples("a1", second, count, 0, serviceMicros, Outcome.OK);
  }

  public RunFixture threshold(String metric, String expression, boolean abort) {
    thresholds.add(
        ThresholdPlan.newBuilder()
            .setMetric(metric)
            .setExpression(expression)
            .setAbortOnFail(abort)
            .build());
    return this;
  }

  public RunFixture bendScenario(UnaryOperator<ScenarioPlan> bend) {
    scenarios = bend;
    return this;
  }

  /** Adds a scenario that has no samples. */
  public RunFixture beside(ScenarioPlan scenario) {
    others.add(scenario);
    return this;
  }

  public RunFixture bendHeartbeats(UnaryOperator<Heartbeat> bend) {
    heartbeats = bend;
    return this;
  }

  public RunFixture bendManifests(UnaryOperator<Manifest> bend) {
    manifests = bend;
    return this;
  }

  public RunFixture bendAccounts(UnaryOperator<StreamAccount> bend) {
    accounts = bend;
    return this;
  }

  public RunFixture stoppedBy(String reason) {
    stopReason = reason;
    return this;
  }

  public RunFixture stillRunning() {
    isOver = false;
    return this;
  }

  /** The run's data, fed in the order of the topics. */
  public RunData data() {
    var data = new RunData(run);
    control().forEach(data::accept);
    feed(data, aggregates());
    return data;
  }

  public static void feed(RunData data, List<AggregateRecord> records) {
    for (AggregateRecord aggregate : records) {
      try {
        data.accept(aggregate);
      } catch (InvalidRecordException e) {
        throw new AssertionError("a fixture is valid", e);
      }
    }
  }

  private List<String> agents() {
    var agents = new TreeSet<String>();
    samples.forEach(sample -> agents.add(sample.agent()));
    return agents.isEmpty() ? List.of("a1") : List.copyOf(agents);
  }

  public List<ControlRecord> control() {
    var records = new ArrayList<ControlRecord>();
    records.add(record().setPlan(plan()).build());
    for (String agent : agents()) {
      records.add(record().setHello(AgentHello.newBuilder().setAgent(agent).setStreams(1)).build());
    }
    records.add(
        record().setStarted(Started.newBuilder().setStartEpochMicros(START_EPOCH_MICROS)).build());
    for (int second = 0; second < seconds; second++) {
      for (String agent : agents()) {
        records.add(record().setHeartbeat(heartbeats.apply(heartbeat(agent, second))).build());
      }
    }
    if (isOver) {
      agents()
          .forEach(
              agent -> records.add(record().setManifest(manifests.apply(manifest(agent))).build()));
      records.add(record().setEnded(Ended.newBuilder().setStopReason(stopReason)).build());
    }
    return records;
  }

  private ControlRecord.Builder record() {
    return ControlRecord.newBuilder().setRun(run).setAtEpochMicros(START_EPOCH_MICROS);
  }

  private RunPlan plan() {
    return RunPlan.newBuilder()
        .setTitle("Baseline")
        .setFile("scenarios/baseline.yaml")
        .setTarget("http://localhost:8000")
        .setIntervalMicros(SECOND_MICROS)
        .setExpectedAgents(agents().size())
        .addScenarios(
            scenarios.apply(
                ScenarioPlan.newBuilder()
                    .setName(SCENARIO)
                    .setExecutor("ramping-vus")
                    .addStages(
                        StagePlan.newBuilder()
                            .setName(HOLD)
                            .setDurationMicros((long) seconds * SECOND_MICROS)
                            .setFromVus(100)
                            .setToVus(100))
                    .build()))
        .addAllScenarios(others)
        .addRequests(request("portfolio", "GET", "/portfolio"))
        .addRequests(request("trade", "POST", "/trades"))
        .addAllThresholds(thresholds)
        .build();
  }

  private static RequestPlan request(String name, String method, String path) {
    return RequestPlan.newBuilder()
        .setName(name)
        .setMethod(method)
        .setPath(path)
        .addChecks(CheckPlan.newBuilder().setName(name + " status 200"))
        .addChecks(CheckPlan.newBuilder().setName(name + " latency <500ms").setLatency(true))
        .build();
  }

  private Heartbeat heartbeat(String agent, int second) {
    return Heartbeat.newBuilder()
        .setAgent(agent)
        .setAtMicros((long) (second + 1) * SECOND_MICROS - 1)
        .setActiveVus(100 / agents().size())
        .setMachineCpu(0.3)
        .setLoopLagMaxMicros(2_000)
        .setStartLagP99Micros(1_000)
        .setRequests(samples.stream().filter(s -> s.second() <= second).count())
        .build();
  }

  private List<Sample> of(String agent) {
    return samples.stream().filter(sample -> sample.agent().equals(agent)).toList();
  }

  private Manifest manifest(String agent) {
    var own = of(agent);
    var stream = StreamManifest.newBuilder().setScheduled(own.size()).setAcknowledged(own.size());
    new TreeMap<>(
            own.stream().collect(Collectors.groupingBy(Sample::request, Collectors.counting())))
        .forEach(
            (request, count) ->
                stream.addRequests(
                    RequestCount.newBuilder()
                        .setScenario(SCENARIO)
                        .setRequest(request)
                        .setSamples(count)));
    return Manifest.newBuilder()
        .setAgent(agent)
        .addStreams(stream)
        .setIterations(own.size())
        .setVusMax(100 / agents().size())
        .setEndMicros((long) seconds * SECOND_MICROS)
        .build();
  }

  public List<AggregateRecord> aggregates() {
    var records = new ArrayList<AggregateRecord>();
    Map<String, List<Sample>> series = new LinkedHashMap<>();
    for (Sample sample : samples) {
      series
          .computeIfAbsent(sample.second() + "/" + sample.request(), key -> new ArrayList<>())
          .add(sample);
    }
    series.values().forEach(part -> records.add(interval(part)));
    new TreeMap<>(samples.stream().collect(Collectors.groupingBy(Sample::request)))
        .values()
        .forEach(part -> records.add(total(part)));
    for (String agent : agents()) {
      var account = StreamAccount.newBuilder().setAgent(agent).setSamples(of(agent).size());
      records.add(aggregate().setStream(accounts.apply(account.build())).build());
    }
    return records;
  }

  private AggregateRecord.Builder aggregate() {
    return AggregateRecord.newBuilder().setRun(run);
  }

  private AggregateRecord interval(List<Sample> part) {
    return aggregate()
        .setInterval(
            IntervalSummary.newBuilder()
                .setScenario(SCENARIO)
                .setStage(HOLD)
                .setRequest(part.get(0).request())
                .setInterval(part.get(0).second())
                .setIntervalMicros(SECOND_MICROS)
                .setFigures(figures(part)))
        .build();
  }

  private AggregateRecord total(List<Sample> part) {
    return aggregate()
        .setTotal(
            SeriesTotal.newBuilder()
                .setScenario(SCENARIO)
                .setStage(HOLD)
                .setRequest(part.get(0).request())
                .setThroughInterval(seconds - 1L)
                .setFigures(figures(part)))
        .build();
  }

  private static Figures figures(List<Sample> part) {
    long[] outcomes = new long[Outcome.count()];
    long slowChecks = 0;
    var response = new HistogramRecorder();
    var service = new HistogramRecorder();
    var lag = new HistogramRecorder();
    for (Sample sample : part) {
      outcomes[sample.outcome().code()]++;
      response.record(sample.lagMicros() + sample.serviceMicros());
      service.record(sample.serviceMicros());
      lag.record(sample.lagMicros());
      slowChecks += sample.serviceMicros() >= 500_000 ? 1 : 0;
    }
    var figures = Figures.newBuilder().setSamples(part.size()).setChecksEvaluated(part.size());
    for (long outcome : outcomes) {
      figures.addOutcomes(outcome);
    }
    var services = service.drain().toProto();
    return figures
        .addCheckFailures(part.size() - outcomes[Outcome.OK.code()])
        .addCheckFailures(slowChecks)
        .setBytesIn(1_000L * part.size())
        .setBytesOut(200L * part.size())
        .setResponse(response.drain().toProto())
        .setService(services)
        .setDuration(services)
        .setWait(services)
        .setStartLag(lag.drain().toProto())
        .build();
  }
}
