package dev.pulse.simulation;

import dev.pulse.aggregator.SimulatedAggregator;
import dev.pulse.aggregator.SimulatedAggregator.Crash;
import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.SampleBatchDecoder;
import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Ended;
import dev.pulse.protocol.v1.Manifest;
import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.StagePlan;
import dev.pulse.protocol.v1.Started;
import dev.pulse.reporter.run.Accounting;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.verdict.Criteria;
import dev.pulse.reporter.verdict.Judge;
import dev.pulse.reporter.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * One run, all of it a function of its seed: agents record and publish, the log errs, the
 * aggregator crashes, somebody dies; what must hold is looked at after every step.
 */
final class Simulation {
  static final String RUN = "simulated";

  /** Faults of the simulation's own parts, to show that it finds what it looks for. */
  enum Mutation {
    NONE(Crash.GOES_BACK),
    STATE_STAYS_IN_CRASH(Crash.STAYS),
    LEDGERS_FORGOTTEN_IN_CRASH(Crash.FORGETS_LEDGERS),
    LOST_BATCH_COUNTS_AS_ACKNOWLEDGED(Crash.GOES_BACK);

    private final Crash crash;

    Mutation(Crash crash) {
      this.crash = crash;
    }
  }

  private static final long START_EPOCH_MICROS = 1_767_225_600_000_000L;
  private static final Criteria CRITERIA =
      new Criteria(
          Criteria.DEFAULT.p99Micros(),
          Criteria.DEFAULT.errorRate(),
          Criteria.DEFAULT.utilisation(),
          new Criteria.Evidence(0.95, 100, 1, 2),
          Criteria.DEFAULT.load());

  private final long seed;
  private final Mutation mutation;
  private final Random random;
  private final boolean faulty;
  private final List<SimulatedAgent> agents = new ArrayList<>();
  private final SimulatedAggregator aggregator;
  private final SampleBatchDecoder decoder = new SampleBatchDecoder();
  private final RunData data = new RunData(RUN);
  private final List<String> trace = new ArrayList<>();

  /** Batches that the log holds, by stream and number. */
  private final Set<String> inLog = new HashSet<>();

  private final long lengthMicros;
  private final Map<String, Long> loggedByAgent = new HashMap<>();
  private boolean committed;
  private long nowMicros;
  private long waitedMillis;
  private long nextBeatMicros = SimulatedAgent.INTERVAL_MICROS;

  Simulation(long seed, Mutation mutation) {
    this.seed = seed;
    this.mutation = mutation;
    random = new Random(seed);
    faulty = seed % 4 != 0;
    aggregator =
        new SimulatedAggregator(
            () -> START_EPOCH_MICROS / 1_000 + nowMicros / 1_000 + waitedMillis, mutation.crash);
    lengthMicros = (3 + random.nextInt(3)) * 1_000_000L;
    int count = 1 + random.nextInt(2);
    int streams = 1 + random.nextInt(2);
    int faults = faulty ? random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(15) : 0;
    for (int i = 0; i < count; i++) {
      var log = new FaultyLog(random, faults, this::take);
      agents.add(new SimulatedAgent(i, streams, count * streams, random, log));
    }
  }

  /** The log takes a batch, which the aggregator will read. */
  private void take(byte[] batch) {
    try {
      var block = decoder.decode(batch);
      var header = block.header();
      int samples = block.columns().count;
      if (inLog.add(header.agent() + "/" + header.stream() + "/" + header.batch())) {
        loggedByAgent.merge(header.agent(), (long) samples, Long::sum);
      }
    } catch (InvalidRecordException e) {
      throw new AssertionError(e);
    }
    aggregator.append(batch);
  }

  /** What it came to. */
  record Result(Verdict verdict, List<String> reasons, Accounting accounting, long samples) {}

  /** Runs it to its end; the error names seed, step and how to do it again. */
  Result run() {
    try {
      begin();
      while (nowMicros < lengthMicros) {
        step();
        check();
      }
      return end();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          String.format(
              Locale.ROOT,
              "seed %d, step %d: %s%n  again: -Dtest=SimulationTest -Dsimulation.from=%d"
                  + " -Dsimulation.seeds=1%n  last steps: %s",
              seed,
              trace.size(),
              e.getMessage(),
              seed,
              trace.subList(Math.max(0, trace.size() - 30), trace.size())),
          e);
    }
  }

  private void begin() {
    var stage = StagePlan.newBuilder().setName("1 hold 10").setFromVus(10).setToVus(10);
    data.accept(
        control()
            .setPlan(
                RunPlan.newBuilder()
                    .setIntervalMicros(SimulatedAgent.INTERVAL_MICROS)
                    .setExpectedAgents(agents.size())
                    .addScenarios(
                        ScenarioPlan.newBuilder()
                            .setName("steady")
                            .setExecutor("constant-vus")
                            .setMaxVus(10)
                            .addStages(stage.setDurationMicros(lengthMicros))))
            .build());
    var started = Started.newBuilder().setStartEpochMicros(START_EPOCH_MICROS);
    data.accept(control().setStarted(started).build());
  }

  private ControlRecord.Builder control() {
    return ControlRecord.newBuilder().setRun(RUN).setAtEpochMicros(START_EPOCH_MICROS + nowMicros);
  }

  private void step() {
    int dice = random.nextInt(100);
    var agent = agents.get(random.nextInt(agents.size()));
    int task = random.nextInt(aggregator.tasks());
    if (dice < 30) {
      said("load");
      nowMicros += random.nextInt(60_000);
      agents.forEach(each -> each.record(nowMicros, 12));
      beat();
    } else if (dice < 50) {
      said("publish " + agent.name);
      agent.pump();
    } else if (dice < 70) {
      said("settle " + agent.name);
      agent.log.settleOne();
    } else if (dice < 85) {
      said("process " + task);
      aggregator.process(task);
    } else if (dice < 93) {
      said("commit " + task);
      aggregator.commit(task);
      committed = true;
    } else if (faulty) {
      fault(agent, task);
    }
  }

  private void fault(SimulatedAgent agent, int task) {
    int dice = random.nextInt(200);
    if (dice < 80) {
      said("crash");
      aggregator.crash();
    } else if (dice < 120) {
      said("repeat " + agent.name);
      agent.log.repeatOne();
    } else if (dice < 160) {
      said("silence, tick " + task);
      waitedMillis += random.nextInt(4_000);
      aggregator.tick(task);
    } else if (dice == 160) {
      said("death of " + agent.name);
      agent.die();
    }
  }

  private void said(String what) {
    trace.add(what);
  }

  private void beat() {
    while (nowMicros >= nextBeatMicros) {
      for (SimulatedAgent agent : agents) {
        if (!agent.isDead()) {
          data.accept(control().setHeartbeat(agent.heartbeat(nextBeatMicros - 1)).build());
        }
      }
      nextBeatMicros += SimulatedAgent.INTERVAL_MICROS;
    }
  }

  // ---- the end

  private Result end() {
    agents.forEach(this::drain);
    check();
    for (SimulatedAgent agent : agents) {
      if (!agent.isDead()) {
        data.accept(control().setManifest(manifest(agent)).build());
      }
    }
    data.accept(control().setEnded(Ended.newBuilder()).build());
    settleAggregator();
    aggregator.results().forEach(this::feed);
    for (long i = 0; i < aggregator.refused(); i++) {
      data.acceptRejection();
    }
    var accounting = Accounting.of(data);
    var judgement = new Judge(CRITERIA).judge(data);
    var result = new Result(judgement.verdict(), judgement.reasons(), accounting, scheduled());
    checkEnd(result);
    return result;
  }

  private void drain(SimulatedAgent agent) {
    boolean sealed = agent.finish(nowMicros);
    while (agent.pump() || !sealed) {
      sealed = agent.finish(nowMicros);
    }
    // A few at the very end may come too late to be waited for.
    while (agent.log.hasOnTheWay() && !(faulty && random.nextInt(40) == 0)) {
      agent.log.settleOne();
    }
  }

  private Manifest manifest(SimulatedAgent agent) {
    var manifest = agent.manifest();
    if (mutation != Mutation.LOST_BATCH_COUNTS_AS_ACKNOWLEDGED) {
      return manifest;
    }
    var lying = manifest.toBuilder();
    for (var stream : lying.getStreamsBuilderList()) {
      stream.clearLost().setAcknowledged(stream.getScheduled());
    }
    return lying.build();
  }

  private void settleAggregator() {
    for (int round = 0; round < 3; round++) {
      for (int task = 0; task < aggregator.tasks(); task++) {
        while (aggregator.process(task)) {
          // To the end of its input.
        }
        waitedMillis += 4_000;
        aggregator.tick(task);
        aggregator.commit(task);
      }
    }
  }

  private void feed(AggregateRecord record) {
    try {
      data.accept(record);
    } catch (InvalidRecordException e) {
      throw new AssertionError(e);
    }
  }

  // ---- what must hold

  private void check() {
    scheduledIsRecorded();
    nothingIsSettledTwice();
    nothingIsCountedTwice();
  }

  /** Every request that was recorded has a number, lost or not. */
  private void scheduledIsRecorded() {
    for (SimulatedAgent agent : agents) {
      require(
          agent.scheduled() == agent.recorded(),
          "scheduled " + agent.scheduled() + " of " + agent.recorded());
    }
  }

  private void nothingIsSettledTwice() {
    for (SimulatedAgent agent : agents) {
      long settled = agent.ledger.acknowledged() + agent.ledger.lost();
      require(settled <= agent.scheduled(), "settled " + settled + " of " + agent.scheduled());
      require(agent.ledger.acknowledged() <= logged(agent), "acknowledged what the log has not");
    }
  }

  private long logged(SimulatedAgent agent) {
    return loggedByAgent.getOrDefault(agent.name, 0L);
  }

  private void nothingIsCountedTwice() {
    if (!committed) {
      return;
    }
    committed = false;
    long counted = intervalSamples();
    require(counted <= logged(), "intervals hold " + counted + " of " + logged());
  }

  private long logged() {
    return loggedByAgent.values().stream().mapToLong(of -> of).sum();
  }

  private long intervalSamples() {
    return aggregator.results().stream()
        .mapToLong(of -> of.getInterval().getFigures().getSamples())
        .sum();
  }

  private long scheduled() {
    return agents.stream().mapToLong(SimulatedAgent::scheduled).sum();
  }

  private void checkEnd(Result result) {
    long totals =
        aggregator.results().stream()
            .mapToLong(of -> of.getTotal().getFigures().getSamples())
            .sum();
    require(
        intervalSamples() == logged(), "intervals hold " + intervalSamples() + " of " + logged());
    require(totals == logged(), "totals hold " + totals + " of " + logged());
    long acknowledged = agents.stream().mapToLong(agent -> agent.ledger.acknowledged()).sum();
    require(logged() >= acknowledged, "received fewer than were acknowledged");
    boolean allSpoke = agents.stream().noneMatch(SimulatedAgent::isDead);
    long lost = agents.stream().mapToLong(agent -> agent.ledger.lost()).sum();
    if (allSpoke) {
      require(
          acknowledged + lost == scheduled(),
          "emitted " + scheduled() + ", acknowledged " + acknowledged + ", lost " + lost);
    }
    boolean whole = allSpoke && lost == 0 && logged() == scheduled();
    require(
        whole || !result.accounting.isComplete(),
        "complete without all samples: " + result.accounting);
    require(
        whole || result.verdict != Verdict.PASS,
        "passed without all samples: " + result.accounting);
    require(faulty || whole, "a run without faults lost something: " + result.accounting);
    require(
        !whole || result.accounting.isComplete() || !result.accounting.faults().isEmpty(),
        "no reason given");
    require(
        faulty || result.accounting.isComplete(),
        "a run without faults is incomplete: " + result.accounting.faults());
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
