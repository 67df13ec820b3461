package dev.pulse.generator;

import dev.pulse.generator.health.LoopWatch;
import dev.pulse.generator.publish.Ledger;
import dev.pulse.generator.record.SampleRecorder;
import dev.pulse.generator.vu.LoadEngine;
import dev.pulse.protocol.SampleNames;
import dev.pulse.protocol.v1.Manifest;
import dev.pulse.protocol.v1.RequestCount;
import dev.pulse.protocol.v1.StreamManifest;
import java.util.List;

/** Draws up the manifest: what was scheduled, and what became of it. */
final class Account {
  private final LoadEngine engine;
  private final Ledger ledger;
  private final SampleNames names;

  Account(LoadEngine engine, Ledger ledger, SampleNames names) {
    this.engine = engine;
    this.ledger = ledger;
    this.names = names;
  }

  /** The manifest, without who sends it and why the load stopped; to be called once. */
  Manifest.Builder manifest() {
    var manifest = Manifest.newBuilder();
    List<SampleRecorder> recorders = engine.recorders();
    for (int stream = 0; stream < recorders.size(); stream++) {
      manifest.addStreams(stream(stream, recorders.get(stream), ledger, names));
    }
    for (LoopWatch watch : engine.watches()) {
      manifest
          .setIterations(manifest.getIterations() + watch.iterations())
          .setInterruptedIterations(manifest.getInterruptedIterations() + watch.interrupted())
          .setVusMax(manifest.getVusMax() + watch.maxActiveVus());
    }
    return manifest.setIterationDuration(engine.iterationDurations().toProto());
  }

  /** What became of one stream, whose recorder has finished. */
  static StreamManifest stream(
      int stream, SampleRecorder recorder, Ledger ledger, SampleNames names) {
    var account =
        StreamManifest.newBuilder()
            .setStream(stream)
            .setScheduled(recorder.scheduled())
            .setAcknowledged(ledger.acknowledged(stream))
            .setBatches(recorder.batches())
            .addAllLost(ledger.losses(stream));
    for (int scenario = 0; scenario < names.scenarios().size(); scenario++) {
      for (int request = 0; request < names.requests().size(); request++) {
        long samples = recorder.count(scenario, request);
        if (samples > 0) {
          account.addRequests(count(names, scenario, request, samples));
        }
      }
    }
    return account.build();
  }

  private static RequestCount count(SampleNames names, int scenario, int request, long samples) {
    return RequestCount.newBuilder()
        .setScenario(names.scenarios().get(scenario))
        .setRequest(names.requests().get(request))
        .setSamples(samples)
        .build();
  }
}
