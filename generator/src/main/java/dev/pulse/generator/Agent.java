package dev.pulse.generator;

import dev.pulse.generator.http.AddressBook;
import dev.pulse.generator.http.HttpSettings;
import dev.pulse.generator.http.TargetPolicy;
import dev.pulse.generator.pacing.RunClock;
import dev.pulse.generator.preflight.Preflight;
import dev.pulse.generator.preflight.PreflightException;
import dev.pulse.generator.publish.Ledger;
import dev.pulse.generator.publish.SamplePublisher;
import dev.pulse.generator.record.Handover;
import dev.pulse.generator.vu.LoadPlan;
import dev.pulse.protocol.ControlChannel;
import dev.pulse.protocol.v1.AgentHello;
import dev.pulse.protocol.v1.AgentProblem;
import dev.pulse.protocol.v1.AgentReady;
import dev.pulse.protocol.v1.ClockPong;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Manifest;
import dev.pulse.protocol.v1.Started;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One load generator of a run. {@link #run} goes through a run's whole life:
 *
 * <pre>
 * open pulse.control ─▶ AgentHello ─▶ preflight ─▶ warm-up ─▶ AgentReady ─▶ wait for Started
 *   ─▶ load (StageMark, Heartbeat; Abort or {@link #stop} end it gracefully)
 *   ─▶ flush samples ─▶ Manifest
 * </pre>
 *
 * <p>Kafka may come late, within {@link AgentConfig#kafkaTimeout}, and may go away during the load,
 * which goes on regardless.
 */
public final class Agent {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);
  private static final long BEAT_MICROS = 1_000_000;

  private final AgentConfig config;
  private final Clocks clocks;
  private final AgentClock clock;
  private final long incarnation;
  private final AtomicReference<@Nullable String> stopReason = new AtomicReference<>();
  private final AtomicInteger stops = new AtomicInteger();

  /** An agent on this process's clocks. */
  public Agent(AgentConfig config) {
    this(config, Clocks.ofSystem());
  }

  /** An agent on given clocks. */
  public Agent(AgentConfig config, Clocks clocks) {
    this.config = config;
    this.clocks = clocks;
    clock = new AgentClock(clocks);
    incarnation = clock.epochMicros();
  }

  /** Tells this start of the process from others of the same agent. */
  public long incarnation() {
    return incarnation;
  }

  /**
   * Ends the load gracefully, from any thread: nothing begins any more, and what is under way may
   * end within its scenario's graceful stop. A second call cuts that short.
   *
   * @param reason in words, such as {@code signal}; the first one counts
   */
  public void stop(String reason) {
    stopReason.compareAndSet(null, reason);
    stops.incrementAndGet();
  }

  /**
   * Runs the load, and returns when its samples are in Kafka or counted as lost.
   *
   * @throws PreflightException if the load cannot be run here; its lines say what to do
   * @throws AgentException if Kafka, or the start, did not come in time
   */
  public AgentResult run() throws PreflightException, AgentException, InterruptedException {
    try (var control = openControl()) {
      control.send(hello());
      return announced(control);
    }
  }

  /** As {@link #run}; what keeps this agent from its load is told to the launcher, too. */
  private AgentResult announced(ControlChannel control)
      throws PreflightException, AgentException, InterruptedException {
    try {
      var plan = new LoadPlan(config.test(), config.shard());
      var addresses = new AddressBook();
      var policy = new TargetPolicy(config.allowedTargets());
      var http = HttpSettings.of(config.test().http(), policy, addresses);
      if (config.preflight()) {
        new Preflight(plan, http, clocks.nanoTime(), config.queueBytes()).check();
      }
      return prepare(control, plan, http);
    } catch (PreflightException e) {
      sendProblem(control, e.lines());
      throw e;
    } catch (AgentException e) {
      sendProblem(control, List.of(String.valueOf(e.getMessage())));
      throw e;
    }
  }

  private void sendProblem(ControlChannel control, List<String> lines) throws InterruptedException {
    var problem = AgentProblem.newBuilder().setAgent(config.agent()).addAllLines(lines);
    ControlChannel.await(control.send(record().setProblem(problem)), LONGEST_GOODBYE);
  }

  private ControlChannel openControl() throws AgentException {
    try {
      return ControlChannel.open(
          config.kafka(),
          config.run(),
          ControlChannel.From.NOW,
          config.kafkaTimeout(),
          clocks.wall());
    } catch (TimeoutException e) {
      throw new AgentException(e.getMessage() + "; is Kafka up, and are its topics created?", e);
    }
  }

  private AgentResult prepare(ControlChannel control, LoadPlan plan, HttpSettings http)
      throws AgentException, InterruptedException {
    var handover = new Handover(config.eventLoops());
    var ledger = new Ledger(config.eventLoops());
    try (var publisher = LoadRun.publisher(config, plan, incarnation, handover, ledger)) {
      awaitTopic(publisher);
      new WarmUp(clocks.nanoTime()).run(config.warmUp());
      control.send(ready());
      long startNanos = awaitStart(control);
      var clock = new RunClock(clocks.nanoTime(), startNanos);
      publisher.start();
      try (var load = new LoadRun(config, plan, http, clock, incarnation, handover, ledger)) {
        return run(control, publisher, load);
      }
    }
  }

  private void awaitTopic(SamplePublisher publisher) throws AgentException, InterruptedException {
    try {
      publisher.awaitTopic(config.kafkaTimeout());
    } catch (TimeoutException e) {
      throw new AgentException(e.getMessage() + "; are its topics created?", e);
    }
  }

  /** Value of the monotonic clock at which the load begins; now if it was stopped before. */
  private long awaitStart(ControlChannel control) throws AgentException {
    long deadline = clocks.nanoTime().getAsLong() + config.startTimeout().toNanos();
    while (stopReason.get() == null) {
      for (ControlRecord record : control.poll(POLL)) {
        hearAbort(record);
        answerPing(control, record);
        if (record.hasStarted()) {
          return startNanos(record.getStarted());
        }
      }
      if (clocks.nanoTime().getAsLong() > deadline) {
        throw new AgentException(
            "was ready, but nobody gave the start within "
                + config.startTimeout().toSeconds()
                + " s: is the launcher still there?");
      }
    }
    return clocks.nanoTime().getAsLong();
  }

  /** In this agent's clock where the launcher has compared it with its own, else by wall clock. */
  private long startNanos(Started started) {
    Long offsetMicros = started.getAgentOffsetsMicrosMap().get(config.agent());
    return offsetMicros == null
        ? clocks.nanosAt(started.getStartEpochMicros())
        : clock.nanosAt(started.getStartEpochMicros() + offsetMicros);
  }

  private void answerPing(ControlChannel control, ControlRecord heard) {
    if (heard.hasPing()) {
      control.send(
          record()
              .setPong(
                  ClockPong.newBuilder()
                      .setAgent(config.agent())
                      .setRound(heard.getPing().getRound())
                      .setHeardEpochMicros(clock.epochMicros())
                      .setSaidEpochMicros(clock.epochMicros())));
    }
  }

  private void hearAbort(ControlRecord record) {
    if (record.hasAbort()) {
      stop("abort: " + record.getAbort().getReason());
    }
  }

  // ---- the load

  private AgentResult run(ControlChannel control, SamplePublisher publisher, LoadRun load)
      throws InterruptedException {
    if (stopReason.get() != null) {
      // Stopped while it waited: nothing begins, but every stream still has its last batch.
      load.stop(false);
    }
    CompletableFuture<Void> done = load.start();
    var timeline = new StageTimeline(config.test());
    long nextBeatMicros = BEAT_MICROS;
    int stopsHeard = 0;
    while (!done.isDone()) {
      control.poll(POLL).forEach(this::hearAbort);
      long nowMicros = load.clock().micros();
      timeline.begunBy(nowMicros).forEach(m -> control.send(record().setStage(m)));
      if (nowMicros >= nextBeatMicros) {
        nextBeatMicros = (nowMicros / BEAT_MICROS + 1) * BEAT_MICROS;
        sendHeartbeat(control, load);
      }
      while (stopsHeard < stops.get()) {
        load.stop(stopsHeard++ == 0);
      }
    }
    return end(control, publisher, load, done);
  }

  private void sendHeartbeat(ControlChannel control, LoadRun load) {
    var beat = load.heartbeat().setAgent(config.agent()).setIncarnation(incarnation);
    control.send(record().setHeartbeat(beat));
  }

  private AgentResult end(
      ControlChannel control, SamplePublisher publisher, LoadRun load, CompletableFuture<Void> done)
      throws InterruptedException {
    long endMicros = load.clock().micros();
    String reason = reason(done);
    if (!publisher.finish(config.flushTimeout())) {
      LOG.atWarn().log("Kafka has not acknowledged all samples in time; the rest counts as lost");
    }
    sendHeartbeat(control, load);
    Manifest manifest =
        load.manifest()
            .setAgent(config.agent())
            .setIncarnation(incarnation)
            .setStopReason(reason)
            .setEndMicros(endMicros)
            .build();
    var sent = control.send(record().setManifest(manifest));
    return new AgentResult(manifest, ControlChannel.await(sent, config.flushTimeout()));
  }

  private String reason(CompletableFuture<Void> done) {
    if (done.isCompletedExceptionally()) {
      Throwable cause = done.handle((nothing, e) -> e).join();
      LOG.atError().setCause(cause).log("the load generator failed");
      return "generator failed: " + cause;
    }
    String reason = stopReason.get();
    return reason == null ? "" : reason;
  }

  // ---- what it says

  private static ControlRecord.Builder record() {
    return ControlRecord.newBuilder();
  }

  private ControlRecord.Builder hello() {
    return record()
        .setHello(
            AgentHello.newBuilder()
                .setAgent(config.agent())
                .setIncarnation(incarnation)
                .setHost(HostName.get())
                .setPid(ProcessHandle.current().pid())
                .setStreams(config.eventLoops())
                .setCores(Runtime.getRuntime().availableProcessors())
                .setPulseVersion(config.version())
                .setJavaVersion(Runtime.version().toString()));
  }

  private ControlRecord.Builder ready() {
    return record()
        .setReady(AgentReady.newBuilder().setAgent(config.agent()).setIncarnation(incarnation));
  }
}
