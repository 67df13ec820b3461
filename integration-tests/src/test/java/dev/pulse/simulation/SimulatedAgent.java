package dev.pulse.simulation;

import dev.pulse.generator.SimulatedManifest;
import dev.pulse.generator.publish.BatchSender;
import dev.pulse.generator.publish.Ledger;
import dev.pulse.generator.publish.SimulatedEnd;
import dev.pulse.generator.record.Handover;
import dev.pulse.generator.record.Sample;
import dev.pulse.generator.record.SampleRecorder;
import dev.pulse.protocol.BatchHeader;
import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.SampleNames;
import dev.pulse.protocol.v1.Heartbeat;
import dev.pulse.protocol.v1.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A generator without HTTP: real recorder, handover, sender and ledger. */
final class SimulatedAgent {
  static final int INTERVAL_MICROS = 1_000_000;
  static final SampleNames NAMES =
      new SampleNames(
          List.of("read", "write"), List.of("1 hold 10"), List.of("steady"), List.of(), List.of());

  final String name;
  final Ledger ledger;
  final FaultyLog log;
  private final Random random;
  private final Handover handover;
  private final BatchSender sender;
  private final List<SampleRecorder> recorders = new ArrayList<>();
  private final List<SampleRecorder> unfinished = new ArrayList<>();
  private final Sample sample = new Sample();
  private final long skewMicros;
  private long recorded;
  private long endMicros;
  private boolean dead;

  SimulatedAgent(int number, int streams, int allStreams, Random random, FaultyLog log) {
    this.name = "agent" + number;
    this.random = random;
    this.log = log;
    skewMicros = random.nextInt(30_000);
    handover = new Handover(streams);
    ledger = new Ledger(streams);
    for (int stream = 0; stream < streams; stream++) {
      recorders.add(new SampleRecorder(stream, INTERVAL_MICROS, 1, 2, handover, ledger));
    }
    unfinished.addAll(recorders);
    var template =
        new BatchHeader(Simulation.RUN, name, 7, 0, allStreams, 0, 0, INTERVAL_MICROS, 0, 0, false);
    sender = new BatchSender(template, NAMES, ledger, log);
  }

  /** Requests end on each stream. */
  void record(long nowMicros, int most) {
    if (dead) {
      return;
    }
    long now = nowMicros + skewMicros;
    for (SampleRecorder recorder : recorders) {
      int requests = random.nextInt(most + 1);
      for (int i = 0; i < requests; i++) {
        long service = 1L + random.nextInt(20_000);
        sample.begin(Math.max(0, now - service - 100), Math.max(0, now - service));
        sample.request = random.nextInt(2);
        sample.outcome = Outcome.OK;
        sample.status = 200;
        recorder.record(sample, now);
        recorded++;
      }
      recorder.tick(now);
    }
    endMicros = now;
  }

  /** The publisher takes one sealed batch. */
  boolean pump() {
    if (dead) {
      return false;
    }
    try {
      var buffer = handover.takeSealed(0);
      if (buffer == null) {
        return false;
      }
      sender.send(buffer);
      handover.giveBack(buffer);
      return true;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The load is over; false while a stream's last batch finds no buffer. */
  boolean finish(long nowMicros) {
    if (!dead) {
      endMicros = Math.max(endMicros, nowMicros + skewMicros);
      unfinished.removeIf(recorder -> recorder.finish(endMicros));
    }
    return dead || unfinished.isEmpty();
  }

  void die() {
    dead = true;
  }

  boolean isDead() {
    return dead;
  }

  boolean isSettled() {
    return SimulatedEnd.isSettled(ledger);
  }

  /** Its last word, after which nothing is on the way any more. */
  Manifest manifest() {
    if (!isSettled()) {
      SimulatedEnd.giveUp(ledger);
    }
    var manifest =
        Manifest.newBuilder()
            .setAgent(name)
            .setIncarnation(7)
            .setEndMicros(endMicros)
            .setVusMax(10)
            .setIterations(recorded);
    for (int stream = 0; stream < recorders.size(); stream++) {
      manifest.addStreams(SimulatedManifest.of(stream, recorders.get(stream), ledger, NAMES));
    }
    return manifest.build();
  }

  Heartbeat heartbeat(long atMicros) {
    return Heartbeat.newBuilder()
        .setAgent(name)
        .setIncarnation(7)
        .setAtMicros(atMicros)
        .setActiveVus(10)
        .setMachineCpu(0.2)
        .setRequests(scheduled())
        .setSamplesLost(ledger.lost())
        .build();
  }

  long scheduled() {
    return recorders.stream().mapToLong(SampleRecorder::scheduled).sum();
  }

  long recorded() {
    return recorded;
  }
}
