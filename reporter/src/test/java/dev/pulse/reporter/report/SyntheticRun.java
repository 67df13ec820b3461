package dev.pulse.reporter.report;

import dev.pulse.protocol.FiguresMerger;
import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.LatencyHistogram;
import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.Records;
import dev.pulse.protocol.v1.AgentHello;
import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.CheckPlan;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Ended;
import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.Heartbeat;
import dev.pulse.protocol.v1.IntervalSummary;
import dev.pulse.protocol.v1.Manifest;
import dev.pulse.protocol.v1.MixEntry;
import dev.pulse.protocol.v1.NameCount;
import dev.pulse.protocol.v1.RequestCount;
import dev.pulse.protocol.v1.RequestPlan;
import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.SeriesTotal;
import dev.pulse.protocol.v1.SlowSample;
import dev.pulse.protocol.v1.StagePlan;
import dev.pulse.protocol.v1.Started;
import dev.pulse.protocol.v1.StreamAccount;
import dev.pulse.protocol.v1.StreamManifest;
import dev.pulse.protocol.v1.ThresholdPlan;
import dev.pulse.protocol.v1.ValueCount;
import dev.pulse.reporter.run.RunData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A run of one agent made from numbers that are the same each time: ramp up, hold, ramp down, two
 * requests. What is to be special about it is set before {@link #data}.
 */
final class SyntheticRun {
  private static final long SECOND = 1_000_000;
  private static final long START_EPOCH_MICROS = 1_767_225_600_000_000L;
  private static final long INCARNATION = 7;
  private static final String SCENARIO = "trading";

  private final String run;
  private final SplittableRandom random = new SplittableRandom(42);
  private final Map<String, List<Figures>> totals = new LinkedHashMap<>();
  private String read = "portfolio";
  private String write = "trades";
  private String title = "AlphaPulse baseline";
  private int rampSeconds = 20;
  private int holdSeconds = 60;
  private int vus = 50;
  private Latency latency = (second, request, draw) -> 8_000 + draw * 30_000;
  private Failure failure = (second, draw) -> Outcome.OK;
  private int failureStatus = 503;
  private int expectedStatus = 200;
  private double expectedShare;
  private int agents = 1;
  private String executor = "ramping-vus";
  private Generator generator = (second, beat) -> {};
  private int capacity = Integer.MAX_VALUE;
  private long lost;
  private long sequence;

  /** Response time in microseconds; {@code draw} is a cube of a uniform number, so mostly small. */
  interface Latency {
    double micros(int second, String request, double draw);
  }

  /** What becomes of a request; {@code draw} is uniform in [0, 1). */
  interface Failure {
    Outcome of(int second, double draw);
  }

  /** What the generator tells of itself, beginning with a healthy one. */
  interface Generator {
    void tell(int second, Heartbeat.Builder beat);
  }

  SyntheticRun(String run) {
    this.run = run;
  }

  SyntheticRun names(String newTitle, String newRead, String newWrite) {
    title = newTitle;
    read = newRead;
    write = newWrite;
    return this;
  }

  SyntheticRun seconds(int ramp, int hold) {
    rampSeconds = ramp;
    holdSeconds = hold;
    return this;
  }

  SyntheticRun vus(int most) {
    vus = most;
    return this;
  }

  SyntheticRun latency(Latency newLatency) {
    latency = newLatency;
    return this;
  }

  SyntheticRun failure(Failure newFailure) {
    failure = newFailure;
    return this;
  }

  /** Status of the answers to requests that fail. */
  SyntheticRun failureStatus(int status) {
    failureStatus = status;
    return this;
  }

  /** A share of the answers that are as they should be have another status than 200. */
  SyntheticRun answers(int status, double share) {
    expectedStatus = status;
    expectedShare = share;
    return this;
  }

  /** That tell of themselves; the samples are all of the first. */
  SyntheticRun agents(int count) {
    agents = count;
    return this;
  }

  /** With arrivals by a plan of their own. */
  SyntheticRun open() {
    executor = "ramping-arrival-rate";
    return this;
  }

  SyntheticRun generator(Generator newGenerator) {
    generator = newGenerator;
    return this;
  }

  /** Most requests in a second. */
  SyntheticRun capacity(int perSecond) {
    capacity = perSecond;
    return this;
  }

  /** Samples that the agent scheduled and nobody received. */
  SyntheticRun missing(long samples) {
    lost = samples;
    return this;
  }

  private int seconds() {
    return 2 * rampSeconds + holdSeconds;
  }

  private int vusAt(int second) {
    if (second < rampSeconds) {
      return second * vus / rampSeconds;
    }
    int left = seconds() - second;
    return left > rampSeconds ? vus : left * vus / rampSeconds;
  }

  private String stageAt(int second) {
    if (second < rampSeconds) {
      return "1 ramp 0→" + vus;
    }
    return second < rampSeconds + holdSeconds ? "2 hold " + vus : "3 ramp " + vus + "→0";
  }

  RunData data() throws InvalidRecordException {
    var data = new RunData(run);
    control(data, ControlRecord.newBuilder().setPlan(plan()));
    control(data, ControlRecord.newBuilder().setHello(hello()));
    control(
        data,
        ControlRecord.newBuilder()
            .setStarted(
                Started.newBuilder().setAgent("a0").setStartEpochMicros(START_EPOCH_MICROS)));
    for (int second = 0; second < seconds(); second++) {
      second(data, second);
    }
    for (var total : totals.entrySet()) {
      total(data, total.getKey(), FiguresMerger.merge(total.getValue()));
    }
    account(data);
    control(data, ControlRecord.newBuilder().setManifest(manifest()));
    control(data, ControlRecord.newBuilder().setEnded(Ended.getDefaultInstance()));
    return data;
  }

  private void second(RunData data, int second) throws InvalidRecordException {
    int requests = Math.min(capacity, vusAt(second));
    interval(data, second, read, requests * 7 / 10);
    interval(data, second, write, requests - requests * 7 / 10);
    for (int agent = 0; agent < agents; agent++) {
      control(data, ControlRecord.newBuilder().setHeartbeat(heartbeat(agent, second)));
    }
  }

  private void interval(RunData data, int second, String request, int count)
      throws InvalidRecordException {
    if (count == 0) {
      return;
    }
    Figures figures = figures(second, request, count);
    String stage = stageAt(second);
    totals.computeIfAbsent(stage + "\n" + request, key -> new ArrayList<>()).add(figures);
    data.accept(
        aggregate()
            .setInterval(
                IntervalSummary.newBuilder()
                    .setScenario(SCENARIO)
                    .setStage(stage)
                    .setRequest(request)
                    .setInterval(second)
                    .setIntervalMicros((int) SECOND)
                    .setFigures(figures))
            .build());
  }

  private Figures figures(int second, String request, int count) {
    long[] response = new long[count];
    long[] outcomes = new long[Outcome.count()];
    long slowest = 0;
    for (int i = 0; i < count; i++) {
      double draw = random.nextDouble();
      response[i] = (long) latency.micros(second, request, draw * draw * draw);
      outcomes[failure.of(second, random.nextDouble()).code()]++;
      slowest = Math.max(slowest, response[i]);
    }
    var histogram = LatencyHistogram.of(response).toProto();
    var lag = LatencyHistogram.of(new long[count]).toProto();
    var figures =
        Figures.newBuilder()
            .setSamples(count)
            .setBytesIn(count * 1_200L)
            .setBytesOut(count * 300L)
            .setChecksEvaluated(count)
            .setResponse(histogram)
            .setService(histogram)
            .setDuration(histogram)
            .setWait(histogram)
            .setStartLag(lag);
    int ok = (int) outcomes[Outcome.OK.code()];
    figures.addCheckFailures(count - ok).addCheckFailures(count / 20);
    for (long outcome : outcomes) {
      figures.addOutcomes(outcome);
    }
    int expected = (int) (ok * expectedShare);
    figures.addStatuses(ValueCount.newBuilder().setValue(200).setCount(ok - expected));
    if (expected > 0) {
      figures.addStatuses(ValueCount.newBuilder().setValue(expectedStatus).setCount(expected));
    }
    if (ok < count) {
      figures.addStatuses(ValueCount.newBuilder().setValue(failureStatus).setCount(count - ok));
      figures.addErrors(
          NameCount.newBuilder().setName("HTTP " + failureStatus).setCount(count - ok));
    }
    figures.addSlowest(
        SlowSample.newBuilder()
            .setResponseMicros(slowest)
            .setIntendedStartMicros(second * SECOND)
            .setStatus(200)
            .setAgent("a0")
            .setIncarnation(INCARNATION)
            .setSequence(sequence)
            .setVu(1 + second % vus));
    sequence += count;
    return figures.build();
  }

  private void total(RunData data, String stageAndRequest, Figures figures)
      throws InvalidRecordException {
    String[] names = stageAndRequest.split("\n", 2);
    data.accept(
        aggregate()
            .setTotal(
                SeriesTotal.newBuilder()
                    .setScenario(SCENARIO)
                    .setStage(names[0])
                    .setRequest(names[1])
                    .setThroughInterval(seconds() - 1)
                    .setFigures(figures))
            .build());
  }

  private void account(RunData data) throws InvalidRecordException {
    data.accept(
        aggregate()
            .setStream(
                StreamAccount.newBuilder()
                    .setAgent("a0")
                    .setIncarnation(INCARNATION)
                    .setSamples(sequence)
                    .setBatches(seconds())
                    .setWatermarkMicros(seconds() * SECOND)
                    .setClosed(true))
            .build());
  }

  private AggregateRecord.Builder aggregate() {
    return AggregateRecord.newBuilder().setSchema(Records.SCHEMA).setRun(run);
  }

  private void control(RunData data, ControlRecord.Builder record) {
    data.accept(
        record.setSchema(Records.SCHEMA).setRun(run).setAtEpochMicros(START_EPOCH_MICROS).build());
  }

  private RunPlan plan() {
    return RunPlan.newBuilder()
        .setTitle(title)
        .setDescription("Reference figures for the releases that follow.")
        .setFile("scenarios/baseline.yaml")
        .setSha256("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        .setTarget("http://localhost:8000")
        .setSeed(20_260_101)
        .setIntervalMicros((int) SECOND)
        .setExpectedAgents(1)
        .setPulseVersion("0.1.0")
        .putTags("release", "2.4.0")
        .putTags("environment", "staging")
        .addScenarios(scenario())
        .addRequests(request(read, "GET", "/portfolio"))
        .addRequests(request(write, "POST", "/trades"))
        .addThresholds(
            ThresholdPlan.newBuilder().setMetric("http_req_duration").setExpression("p(99)<650"))
        .setExpectedDurationMicros(seconds() * SECOND)
        .build();
  }

  private ScenarioPlan scenario() {
    long ramp = rampSeconds * SECOND;
    long hold = holdSeconds * SECOND;
    return ScenarioPlan.newBuilder()
        .setName(SCENARIO)
        .setExecutor(executor)
        .setGracefulStopMicros(30 * SECOND)
        .setMaxVus(vus)
        .addStages(stage(0, 0, ramp, 0, vus))
        .addStages(stage(rampSeconds, ramp, hold, vus, vus))
        .addStages(stage(rampSeconds + holdSeconds, ramp + hold, ramp, vus, 0))
        .addMix(MixEntry.newBuilder().setRequest(read).setWeight(0.7))
        .addMix(MixEntry.newBuilder().setRequest(write).setWeight(0.3))
        .setExpectedRequests(3_600)
        .build();
  }

  private StagePlan stage(int second, long start, long duration, int from, int to) {
    return StagePlan.newBuilder()
        .setName(stageAt(second))
        .setStartMicros(start)
        .setDurationMicros(duration)
        .setFromVus(from)
        .setToVus(to)
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

  private static AgentHello hello() {
    return AgentHello.newBuilder()
        .setAgent("a0")
        .setIncarnation(INCARNATION)
        .setHost("load-1")
        .setStreams(1)
        .setCores(2)
        .setPulseVersion("0.1.0")
        .setJavaVersion("17.0.15")
        .build();
  }

  private Heartbeat heartbeat(int agent, int second) {
    var beat =
        Heartbeat.newBuilder()
            .setAgent("a" + agent)
            .setIncarnation(INCARNATION)
            .setAtMicros(second * SECOND)
            .setActiveVus(vusAt(second))
            .setRequests(sequence)
            .setLoopLagMaxMicros(900 + second % 7 * 100)
            .setStartLagP99Micros(400)
            .setStartLagMaxMicros(1_100 + second % 5 * 100)
            .setCpuCores(0.2)
            .setMachineCpu(0.35)
            .setGcMicros(second % 10 == 0 ? 2_500 : 0)
            .setHeapUsedBytes(48_000_000 + second * 10_000L)
            .setCores(2);
    generator.tell(second, beat);
    return beat.build();
  }

  private Manifest manifest() throws InvalidRecordException {
    var stream =
        StreamManifest.newBuilder()
            .setScheduled(sequence + lost)
            .setAcknowledged(sequence)
            .setBatches(seconds());
    for (String request : List.of(read, write)) {
      long samples = 0;
      for (var total : totals.entrySet()) {
        if (total.getKey().endsWith("\n" + request)) {
          samples += FiguresMerger.merge(total.getValue()).getSamples();
        }
      }
      stream.addRequests(
          RequestCount.newBuilder()
              .setScenario(SCENARIO)
              .setRequest(request)
              .setSamples(samples + (request.equals(read) ? lost : 0)));
    }
    return Manifest.newBuilder()
        .setAgent("a0")
        .setIncarnation(INCARNATION)
        .addStreams(stream)
        .setIterations(sequence)
        .setVusMax(vus)
        .setEndMicros(seconds() * SECOND)
        .build();
  }
}
