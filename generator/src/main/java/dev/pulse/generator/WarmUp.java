package dev.pulse.generator;

import dev.pulse.generator.http.AddressBook;
import dev.pulse.generator.http.HttpSettings;
import dev.pulse.generator.http.TargetPolicy;
import dev.pulse.generator.pacing.RunClock;
import dev.pulse.generator.record.Handover;
import dev.pulse.generator.record.SampleBuffer;
import dev.pulse.generator.record.SampleRecorder;
import dev.pulse.generator.vu.LoadEngine;
import dev.pulse.generator.vu.LoadPlan;
import dev.pulse.generator.vu.LoopbackResponder;
import dev.pulse.protocol.BatchHeader;
import dev.pulse.protocol.SampleBatchEncoder;
import dev.pulse.scenario.Check;
import dev.pulse.scenario.ConstantVus;
import dev.pulse.scenario.HttpOptions;
import dev.pulse.scenario.JsonPointer;
import dev.pulse.scenario.LoadTest;
import dev.pulse.scenario.Redaction;
import dev.pulse.scenario.Request;
import dev.pulse.scenario.Scenario;
import dev.pulse.scenario.StatusSet;
import dev.pulse.scenario.Template;
import dev.pulse.scenario.ThinkTime;
import dev.pulse.scenario.UserPool;
import dev.pulse.scenario.WeightedMix;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Runs the whole code path, from timers to encoder, against a responder of its own before anything
 * is recorded: from cold, a JVM at 10,000 requests/s shows a p99 of 150 ms that is all its own.
 * Nothing of it leaves this process.
 */
final class WarmUp {
  private static final int VUS = 8;
  private static final int POLL_MILLIS = 20;

  private final LongSupplier nanoTime;

  WarmUp(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Warms up for a time; zero: not at all. */
  void run(Duration length) throws InterruptedException {
    if (length.isZero()) {
      return;
    }
    try (var responder = LoopbackResponder.start()) {
      var plan = new LoadPlan(test(URI.create("http://127.0.0.1:" + responder.port()), length));
      var handover = new Handover(1);
      try (var engine = engine(plan, handover)) {
        drain(engine.start(), handover, plan);
      }
    }
  }

  private LoadEngine engine(LoadPlan plan, Handover handover) {
    var addresses = new AddressBook();
    var http = HttpSettings.of(HttpOptions.DEFAULT, new TargetPolicy(Set.of()), addresses);
    var clock = new RunClock(nanoTime, nanoTime.getAsLong());
    var names = plan.names();
    return new LoadEngine(
        plan,
        1,
        http,
        clock,
        stream ->
            new SampleRecorder(
                stream,
                100_000,
                names.scenarios().size(),
                names.requests().size(),
                handover,
                (lossy, first, last, reason) -> {}),
        stream -> 1);
  }

  private static void drain(CompletableFuture<Void> done, Handover handover, LoadPlan plan)
      throws InterruptedException {
    var template = new BatchHeader("warm-up", "warm-up", 0, 0, 1, 0, 0, 100_000, 0, 0, false);
    var encoder = new SampleBatchEncoder();
    while (!done.isDone()) {
      SampleBuffer buffer = handover.takeSealed(POLL_MILLIS);
      if (buffer != null) {
        encoder.encode(buffer.header(template), plan.names(), buffer.columns);
        handover.giveBack(buffer);
      }
    }
  }

  private static LoadTest test(URI target, Duration length) {
    var mix = new WeightedMix(List.of(new WeightedMix.Entry(0, 2), new WeightedMix.Entry(1, 1)));
    var scenario =
        new Scenario(
            "warm-up",
            new ConstantVus(VUS, length),
            Duration.ZERO,
            Duration.ofMillis(100),
            mix,
            ThinkTime.NONE);
    return new LoadTest(
        "warm-up",
        "",
        "",
        "",
        target,
        List.of(scenario),
        List.of(request("read", "GET", Template.EMPTY), request("write", "POST", body())),
        List.of(),
        List.of(),
        HttpOptions.DEFAULT,
        UserPool.NONE,
        Optional.empty(),
        Map.of(),
        "",
        1,
        Redaction.NONE);
  }

  private static Template body() {
    return new Template(
        "{\"vu\":${vu}}",
        dev.pulse.scenario.Escaping.JSON,
        List.of(
            new Template.Literal("{\"vu\":"), new Template.VuNumber(), new Template.Literal("}")));
  }

  private static Request request(String name, String method, Template body) {
    var checks =
        List.<Check>of(
            new Check.Status("status", StatusSet.DEFAULT),
            new Check.Latency("latency", Duration.ofMillis(500)),
            new Check.Json("json", JsonPointer.parse("/ok"), Optional.of("true")));
    return new Request(
        name,
        method,
        Template.constant("/"),
        List.of(),
        body,
        checks,
        List.of(),
        StatusSet.DEFAULT,
        Optional.empty(),
        false);
  }
}
