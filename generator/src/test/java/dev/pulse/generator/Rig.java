package dev.pulse.generator;

import dev.pulse.generator.http.AddressBook;
import dev.pulse.generator.http.HttpSettings;
import dev.pulse.generator.http.TargetPolicy;
import dev.pulse.generator.pacing.RunClock;
import dev.pulse.generator.record.Handover;
import dev.pulse.generator.record.SampleRecorder;
import dev.pulse.generator.vu.LoadEngine;
import dev.pulse.generator.vu.LoadPlan;
import dev.pulse.protocol.BatchHeader;
import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.SampleBatchDecoder;
import dev.pulse.protocol.SampleBatchEncoder;
import dev.pulse.protocol.SampleBlock;
import dev.pulse.protocol.SystemClock;
import dev.pulse.protocol.TraceId;
import dev.pulse.scenario.LoadTest;
import dev.pulse.scenario.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Runs a load test on one event loop without Kafka; samples still go over the wire format. */
public final class Rig {
  /** One sample, as a reader of the topic sees it. */
  public record Row(
      String request,
      Outcome outcome,
      int status,
      String error,
      long failedChecks,
      long intendedStartMicros,
      long startLagMicros,
      long serviceMicros,
      long connectMicros,
      long tlsMicros,
      long waitMicros,
      long receiveMicros,
      long bytesIn,
      long bytesOut,
      String stage,
      int vu,
      int iteration,
      String tenant) {
    /** When it ended, run clock. */
    public long endMicros() {
      return intendedStartMicros + startLagMicros + serviceMicros;
    }
  }

  static final BatchHeader TEMPLATE =
      new BatchHeader("rig", "agent", 7, 0, 1, 0, 0, 1_000_000, 0, 0, false);

  private Rig() {}

  /** Runs a load test to its end. */
  public static List<Row> run(LoadTest test) throws Exception {
    return run(test, engine -> {});
  }

  /** Runs one agent's part of a load test to its end. */
  public static List<Row> run(LoadTest test, Shard shard) throws Exception {
    return run(new LoadPlan(test, shard), 1, engine -> {});
  }

  /** Runs a load test to its end on several event loops; rows are in no order. */
  public static List<Row> run(LoadTest test, int loops) throws Exception {
    return run(new LoadPlan(test), loops, engine -> {});
  }

  /** Runs a load test to its end; {@code meanwhile} is called once, right after the start. */
  public static List<Row> run(LoadTest test, Consumer<LoadEngine> meanwhile) throws Exception {
    return run(new LoadPlan(test), 1, meanwhile);
  }

  private static List<Row> run(LoadPlan plan, int loops, Consumer<LoadEngine> meanwhile)
      throws Exception {
    var handover = new Handover(loops);
    try (var engine = engine(plan, loops, handover)) {
      var done = engine.start();
      meanwhile.accept(engine);
      return drain(plan, loops, handover, done);
    }
  }

  private static LoadEngine engine(LoadPlan plan, int loops, Handover handover) {
    var policy = new TargetPolicy(Set.of());
    var http = HttpSettings.of(plan.test().http(), policy, new AddressBook());
    var clock = new RunClock(SystemClock::nanoTime, SystemClock.nanoTime());
    int scenarios = plan.names().scenarios().size();
    int requests = plan.names().requests().size();
    return new LoadEngine(
        plan,
        loops,
        http,
        clock,
        stream ->
            new SampleRecorder(
                stream,
                1_000_000,
                scenarios,
                requests,
                handover,
                (lossy, first, last, reason) -> {
                  throw new AssertionError("lost " + first + ".." + last + ": " + reason);
                }),
        stream -> TraceId.streamHalf("rig", "agent", 7, stream));
  }

  private static List<Row> drain(
      LoadPlan plan, int loops, Handover handover, CompletableFuture<Void> done)
      throws InterruptedException, InvalidRecordException {
    var rows = new ArrayList<Row>();
    var encoder = new SampleBatchEncoder();
    var decoder = new SampleBatchDecoder();
    int ended = 0;
    while (ended < loops) {
      var buffer = handover.takeSealed(50);
      if (buffer == null) {
        if (done.isCompletedExceptionally()) {
          done.join();
        }
        continue;
      }
      ended += buffer.isLast() ? 1 : 0;
      byte[] bytes = encoder.encode(buffer.header(TEMPLATE), plan.names(), buffer.columns);
      handover.giveBack(buffer);
      addRows(decoder.decode(bytes), rows);
    }
    done.join();
    return rows;
  }

  static void addRows(SampleBlock block, List<Row> rows) {
    var c = block.columns();
    for (int row = 0; row < c.count; row++) {
      rows.add(
          new Row(
              block.request(row),
              Outcome.ofCode(c.outcome[row]),
              c.status[row],
              block.error(row),
              c.failedChecks[row],
              c.intendedStartMicros[row],
              c.startLagMicros[row],
              c.serviceMicros[row],
              c.connectMicros[row],
              c.tlsMicros[row],
              c.waitMicros[row],
              c.receiveMicros[row],
              c.bytesIn[row],
              c.bytesOut[row],
              block.stage(row),
              c.vu[row],
              c.iteration[row],
              block.tenant(row)));
    }
  }
}
