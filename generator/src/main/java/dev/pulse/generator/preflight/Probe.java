package dev.pulse.generator.preflight;

import dev.pulse.generator.health.LoopWatch;
import dev.pulse.generator.http.EncodedRequest;
import dev.pulse.generator.http.HttpSession;
import dev.pulse.generator.http.HttpSettings;
import dev.pulse.generator.http.LoopContext;
import dev.pulse.generator.http.SessionOwner;
import dev.pulse.generator.pacing.RunClock;
import dev.pulse.generator.pacing.TimerWheel;
import dev.pulse.generator.record.Handover;
import dev.pulse.generator.record.SampleRecorder;
import dev.pulse.generator.vu.LoadPlan;
import dev.pulse.generator.vu.Transport;
import dev.pulse.scenario.UserPool;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends single requests as one of the agent's VUs would, by the same code, and tells what came
 * back. Its samples go nowhere.
 */
final class Probe implements AutoCloseable {
  private static final int TICK_MILLIS = 5;

  private final LoadPlan plan;
  private final MultiThreadIoEventLoopGroup group;
  private final LoopContext context;

  Probe(LoadPlan plan, HttpSettings http, LongSupplier nanoTime) {
    this.plan = plan;
    var transport = Transport.available();
    group = transport.loops(1, "pulse-preflight");
    int requests = plan.names().requests().size() + 1;
    var recorder =
        new SampleRecorder(
            0, Long.MAX_VALUE / 2, 1, requests, new Handover(1), (s, first, last, reason) -> {});
    context =
        new LoopContext(
            group.next(),
            transport.channelType(),
            new RunClock(nanoTime, nanoTime.getAsLong()),
            new TimerWheel(),
            recorder,
            http,
            new LoopWatch(),
            1);
    context
        .eventLoop()
        .scheduleAtFixedRate(
            () -> context.wheel().turn(context.clock().micros()),
            TICK_MILLIS,
            TICK_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /** Sends a request as a VU and waits for what becomes of it, at most for its timeout. */
  Finding send(EncodedRequest request, int vu) {
    return sendAll(request, List.of(vu)).get(0);
  }

  /** Sends a request as each of several VUs, all at once, and waits for what becomes of all. */
  List<Finding> sendAll(EncodedRequest request, List<Integer> vus) {
    List<SingleRequest> sent = vus.stream().map(SingleRequest::new).toList();
    context.eventLoop().execute(() -> sent.forEach(one -> one.send(request)));
    return sent.stream().map(one -> one.found.join()).toList();
  }

  private final class SingleRequest implements SessionOwner {
    final CompletableFuture<Finding> found = new CompletableFuture<>();
    private final int vu;
    private final @Nullable String[] variables = new String[plan.test().variables().size()];
    private final HttpSession session;

    SingleRequest(int vu) {
      this.vu = vu;
      session = new HttpSession(context, this, 0, vu, 0);
    }

    void send(EncodedRequest request) {
      session.send(request, context.clock().micros());
    }

    @Override
    public void done(boolean isGood, boolean wasAnswered, long endMicros) {
      var sample = session.sample();
      var finding = new Finding(sample.outcome, sample.status, sample.error);
      session.close();
      found.complete(finding);
    }

    @Override
    public CharSequence user(int column) {
      UserPool users = plan.test().users();
      return users.value(users.rowOfVu(vu), column);
    }

    @Override
    public @Nullable CharSequence extracted(int slot) {
      return variables[slot];
    }

    @Override
    public void extracted(int slot, String value) {
      variables[slot] = value;
    }

    @Override
    public int vu() {
      return vu;
    }

    @Override
    public int iteration() {
      return 0;
    }

    @Override
    public int stageAt(long runMicros) {
      return 0;
    }
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    context.close();
  }
}
