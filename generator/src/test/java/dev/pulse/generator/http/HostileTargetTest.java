package dev.pulse.generator.http;

import static dev.pulse.generator.LoadTests.get;
import static dev.pulse.generator.LoadTests.withTimeout;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.generator.LoadTests;
import dev.pulse.generator.Rig;
import dev.pulse.generator.TestTarget;
import dev.pulse.protocol.Outcome;
import dev.pulse.scenario.ConstantVus;
import dev.pulse.scenario.Executor;
import dev.pulse.scenario.LoadTest;
import dev.pulse.scenario.OrderedFlow;
import dev.pulse.scenario.PerVuIterations;
import dev.pulse.scenario.Request;
import dev.pulse.scenario.Scenario;
import dev.pulse.scenario.ThinkTime;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A target that does its worst to some VUs: each of their requests is one sample of its class, and
 * the VUs beside them on the same event loop start theirs as punctually as ever.
 */
class HostileTargetTest {
  private static final int ITERATIONS = 3;
  private static final Duration TIMEOUT = Duration.ofMillis(700);
  private static final long MOST_BODY_BYTES = 1_000_000;
  private static final long HUGE_BYTES = 100_000_000;

  /** What a shared machine may add to the 99th percentile of the start lag. */
  private static final long NOISE_MICROS = 25_000;

  private TestTarget target;

  /** A cold JVM is late all by itself; an agent warms its own up before the load. */
  @BeforeAll
  static void warmUp() throws Exception {
    try (var warm = new TestTarget()) {
      warm.on("/ok", TestTarget.answer(200, "{}"));
      Rig.run(steadyOnly(warm.url()));
    }
  }

  @BeforeEach
  void startTarget() throws IOException {
    target = new TestTarget();
    target
        .on("/ok", TestTarget.answer(200, "{}"))
        .on("/reset", (request, out, socket) -> reset(socket))
        .on("/silent", (request, out, socket) -> hold(10_000))
        .on("/drip", (request, out, socket) -> drip(out, socket))
        .on("/garbage", "\u0000\u0001 SSH-2.0-nonsense\r\n\r\n")
        .on("/endless", (request, out, socket) -> endless(out, socket))
        .on("/huge", (request, out, socket) -> huge(out));
  }

  @AfterEach
  void stopTarget() throws IOException {
    target.close();
  }

  private static void hold(long millis) throws InterruptedException {
    new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** A byte of the answer each second. */
  private static void drip(OutputStream out, Socket socket)
      throws IOException, InterruptedException {
    for (byte b : TestTarget.answer(200, "{}").getBytes(ISO_8859_1)) {
      if (socket.isClosed()) {
        return;
      }
      out.write(b);
      out.flush();
      hold(1_000);
    }
  }

  private static void endless(OutputStream out, Socket socket) throws IOException {
    out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(ISO_8859_1));
    byte[] chunk = ("1000\r\n" + "x".repeat(0x1000) + "\r\n").getBytes(ISO_8859_1);
    while (!socket.isClosed()) {
      out.write(chunk);
    }
  }

  private static void huge(OutputStream out) throws IOException {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + HUGE_BYTES + "\r\n\r\n";
    out.write(head.getBytes(ISO_8859_1));
    byte[] block = new byte[100_000];
    for (long sent = 0; sent < HUGE_BYTES; sent += block.length) {
      out.write(block);
    }
  }

  @Test
  void eachAnswerOfATargetAtItsWorstIsOneClassedSampleAndOthersStayPunctual() throws Exception {
    long before = startLagP99(Rig.run(load(List.of(), MOST_BODY_BYTES)));
    var hostile =
        Map.of(
            "reset", Outcome.CONNECTION_RESET,
            "silent", Outcome.TIMEOUT,
            "drip", Outcome.TIMEOUT,
            "garbage", Outcome.PROTOCOL_ERROR,
            "endless", Outcome.BODY_TOO_LARGE,
            "huge", Outcome.BODY_TOO_LARGE);

    var rows = Rig.run(load(List.copyOf(hostile.keySet()), MOST_BODY_BYTES));

    hostile.forEach(
        (name, outcome) ->
            assertThat(rows.stream().filter(row -> row.request().equals(name)))
                .extracting(Rig.Row::outcome)
                .as(name)
                .hasSize(ITERATIONS)
                .containsOnly(outcome));
    assertSteadyIsPunctual(rows, before);
  }

  @Test
  void bodyOfHundredMegabytesIsReadToItsEndBesidePunctualVus() throws Exception {
    long before = startLagP99(Rig.run(load(List.of(), HUGE_BYTES)));

    var rows = Rig.run(load(List.of("huge"), HUGE_BYTES));

    assertThat(rows.stream().filter(row -> row.request().equals("huge")))
        .hasSize(ITERATIONS)
        .allMatch(row -> row.outcome() == Outcome.OK && row.bytesIn() > HUGE_BYTES);
    assertSteadyIsPunctual(rows, before);
  }

  @Test
  void refusedConnectionsAreOneSampleEachAndStartOnTime() throws Exception {
    URI closed = target.url();
    target.close();

    var rows = Rig.run(steadyOnly(closed));

    assertThat(rows)
        .hasSizeGreaterThan(200)
        .allMatch(row -> row.outcome() == Outcome.CONNECTION_REFUSED);
    assertThat(startLagP99(rows)).isLessThan(NOISE_MICROS);
  }

  @Test
  void connectionsThatOpenByHalfTimeOutOnceEachAndStartOnTime() throws Exception {
    // A backlog of one, filled up: further SYNs are not answered.
    try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var first = new Socket(full.getInetAddress(), full.getLocalPort());
        var second = new Socket(full.getInetAddress(), full.getLocalPort())) {
      assertThat(first.isConnected() && second.isConnected()).isTrue();

      var rows = Rig.run(steadyOnly(URI.create("http://127.0.0.1:" + full.getLocalPort())));

      assertThat(rows).hasSizeGreaterThanOrEqualTo(20);
      assertThat(rows).allMatch(row -> row.outcome() == Outcome.TIMEOUT);
      assertThat(startLagP99(rows)).isLessThan(NOISE_MICROS);
    }
  }

  private static void assertSteadyIsPunctual(List<Rig.Row> rows, long before) {
    assertThat(steady(rows)).extracting(Rig.Row::outcome).containsOnly(Outcome.OK);
    assertThat(startLagP99(rows)).isLessThan(before + NOISE_MICROS);
  }

  private static List<Rig.Row> steady(List<Rig.Row> rows) {
    return rows.stream().filter(row -> row.request().equals("ok")).toList();
  }

  private static long startLagP99(List<Rig.Row> rows) {
    long[] lags = steady(rows).stream().mapToLong(Rig.Row::startLagMicros).sorted().toArray();
    assertThat(lags).hasSizeGreaterThanOrEqualTo(20);
    return lags[lags.length * 99 / 100];
  }

  private static LoadTest steadyOnly(URI url) {
    return LoadTests.of(url)
        .requests(withTimeout(get("ok", "/ok"), TIMEOUT))
        .scenarios(scenario("steady", new ConstantVus(20, Duration.ofMillis(1_500)), 0))
        .build();
  }

  /** Twenty VUs that ask for what is there, and one for each kind of hostility. */
  private LoadTest load(List<String> hostile, long mostBodyBytes) {
    var requests = new ArrayList<Request>();
    requests.add(withTimeout(get("ok", "/ok"), Duration.ofSeconds(5)));
    var scenarios = new ArrayList<Scenario>();
    scenarios.add(scenario("steady", new ConstantVus(20, Duration.ofSeconds(3)), 0));
    for (String name : hostile) {
      scenarios.add(
          scenario(
              name, new PerVuIterations(1, ITERATIONS, Duration.ofSeconds(30)), requests.size()));
      requests.add(withTimeout(get(name, "/" + name), timeoutOf(name)));
    }
    return LoadTests.of(target.url())
        .requests(requests.toArray(Request[]::new))
        .scenarios(scenarios.toArray(Scenario[]::new))
        .http(LoadTests.options(mostBodyBytes, 10, false))
        .build();
  }

  private static Duration timeoutOf(String name) {
    return name.equals("huge") ? Duration.ofSeconds(20) : TIMEOUT;
  }

  private static Scenario scenario(String name, Executor executor, int request) {
    return new Scenario(
        name,
        executor,
        Duration.ZERO,
        Duration.ofSeconds(5),
        new OrderedFlow(List.of(request)),
        new ThinkTime(Duration.ofMillis(20), Duration.ofMillis(20)));
  }
}
