package dev.pulse.generator;

import dev.pulse.generator.health.SelfWatch;
import dev.pulse.generator.http.HttpSettings;
import dev.pulse.generator.pacing.RunClock;
import dev.pulse.generator.publish.Ledger;
import dev.pulse.generator.publish.SamplePublisher;
import dev.pulse.generator.record.Handover;
import dev.pulse.generator.record.SampleRecorder;
import dev.pulse.generator.vu.LoadEngine;
import dev.pulse.generator.vu.LoadPlan;
import dev.pulse.protocol.BatchHeader;
import dev.pulse.protocol.TraceId;
import dev.pulse.protocol.v1.Heartbeat;
import dev.pulse.protocol.v1.Manifest;
import java.util.concurrent.CompletableFuture;

/** The parts of one load, from event loops to publisher, put together. */
final class LoadRun implements AutoCloseable {
  private final RunClock clock;
  private final Ledger ledger;
  private final LoadPlan plan;
  private final LoadEngine engine;
  private final SelfWatch watch;

  LoadRun(
      AgentConfig config,
      LoadPlan plan,
      HttpSettings http,
      RunClock clock,
      long incarnation,
      Handover handover,
      Ledger ledger) {
    this.plan = plan;
    this.clock = clock;
    this.ledger = ledger;
    int scenarios = plan.names().scenarios().size();
    int requests = plan.names().requests().size();
    engine =
        new LoadEngine(
            plan,
            config.eventLoops(),
            http,
            clock,
            stream ->
                new SampleRecorder(
                    stream, config.intervalMicros(), scenarios, requests, handover, ledger),
            stream -> TraceId.streamHalf(config.run(), config.agent(), incarnation, stream));
    watch = new SelfWatch(engine.watches());
  }

  /** The publisher of a run's samples; the same header in all batches but for what counts up. */
  static SamplePublisher publisher(
      AgentConfig config, LoadPlan plan, long incarnation, Handover handover, Ledger ledger) {
    var template =
        new BatchHeader(
            config.run(),
            config.agent(),
            incarnation,
            0,
            config.expectedStreams(),
            0,
            0,
            config.intervalMicros(),
            0,
            0,
            false);
    return new SamplePublisher(
        handover, template, plan.names(), ledger, config.kafka(), config.queueBytes());
  }

  /** Starts at the clock's zero; completed when the last batch is sealed. */
  CompletableFuture<Void> start() {
    return engine.start();
  }

  void stop(boolean isGraceful) {
    engine.stop(isGraceful);
  }

  RunClock clock() {
    return clock;
  }

  Heartbeat.Builder heartbeat() {
    long recorded = engine.recorders().stream().mapToLong(SampleRecorder::scheduled).sum();
    long lost = ledger.lost();
    return watch
        .heartbeat(clock.micros())
        .setRequests(recorded)
        .setSamplesLost(lost)
        .setSamplesQueued(Math.max(0, recorded - lost - ledger.acknowledged()));
  }

  Manifest.Builder manifest() {
    return new Account(engine, ledger, plan.names()).manifest();
  }

  @Override
  public void close() {
    engine.close();
  }
}
