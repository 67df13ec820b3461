package dev.pulse.generator.http;

import static dev.pulse.generator.LoadTests.get;
import static dev.pulse.generator.LoadTests.withTimeout;
import static dev.pulse.generator.TestTarget.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.generator.LoadTests;
import dev.pulse.generator.Rig;
import dev.pulse.generator.TestTarget;
import dev.pulse.protocol.Outcome;
import dev.pulse.scenario.Check;
import dev.pulse.scenario.JsonPointer;
import dev.pulse.scenario.Request;
import dev.pulse.scenario.StatusSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutcomeOfRequestTest {
  private static final Check.Status STATUS_200 =
      new Check.Status("is 200", new StatusSet(List.of(new StatusSet.Range(200, 200))));
  private static final Check.Json OK_IS_TRUE =
      new Check.Json("ok", JsonPointer.parse("/ok"), Optional.of("true"));

  private TestTarget target;

  @BeforeEach
  void startTarget() throws IOException {
    target = new TestTarget();
  }

  @AfterEach
  void stopTarget() throws IOException {
    target.close();
  }

  private Rig.Row only(Request request) throws Exception {
    List<Rig.Row> rows = Rig.run(LoadTests.of(target.url()).requests(request).build());
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void goodAnswerIsOkWithBytesAndTimes() throws Exception {
    String answer = answer(200, "{\"ok\":true}");
    target.on("/", answer);
    var row = only(get("a", "/", STATUS_200, OK_IS_TRUE));
    assertThat(row.outcome()).isEqualTo(Outcome.OK);
    assertThat(row.status()).isEqualTo(200);
    assertThat(row.failedChecks()).isZero();
    assertThat(row.bytesIn()).isEqualTo(answer.length());
    assertThat(row.bytesOut()).isGreaterThan(100);
    assertThat(row.connectMicros()).isPositive();
    assertThat(row.serviceMicros())
        .isGreaterThanOrEqualTo(row.connectMicros() + row.waitMicros() + row.receiveMicros());
  }

  @Test
  void unexpectedStatusIsHttpErrorAndItsChecksAreEvaluated() throws Exception {
    target.on("/", answer(503, "{\"ok\":true}"));
    var row = only(get("a", "/", STATUS_200, OK_IS_TRUE));
    assertThat(row.outcome()).isEqualTo(Outcome.HTTP_ERROR);
    assertThat(row.error()).isEqualTo("HTTP 503");
    assertThat(row.failedChecks()).isEqualTo(0b01);
  }

  @Test
  void failedCheckOnTheBodyIsCheckFailed() throws Exception {
    target.on("/", answer(200, "{\"ok\":false}"));
    var row = only(get("a", "/", STATUS_200, OK_IS_TRUE));
    assertThat(row.outcome()).isEqualTo(Outcome.CHECK_FAILED);
    assertThat(row.failedChecks()).isEqualTo(0b10);
  }

  @Test
  void failedLatencyCheckLeavesTheOutcomeOk() throws Exception {
    target.on("/", answer(200, "{}"));
    var row = only(get("a", "/", new Check.Latency("fast", Duration.ofNanos(1)), STATUS_200));
    assertThat(row.outcome()).isEqualTo(Outcome.OK);
    assertThat(row.failedChecks()).isEqualTo(0b01);
  }

  @Test
  void headerCheckComparesTheHeaderInAnyCase() throws Exception {
    target.on("/", answer(200, "{}", "X-Kind:  real "));
    var row =
        only(
            get(
                "a",
                "/",
                new Check.HeaderEquals("kind", "x-kind", "real"),
                new Check.HeaderEquals("other", "x-other", "real")));
    assertThat(row.failedChecks()).isEqualTo(0b10);
    assertThat(row.outcome()).isEqualTo(Outcome.CHECK_FAILED);
  }

  @Test
  void chunkedAnswerInPiecesIsPutTogether() throws Exception {
    target.on(
        "/",
        (request, out, socket) -> {
          for (String piece :
              List.of(
                  "HTTP/1.1 200 OK\r\nTransfer-Enc",
                  "oding: chunked\r\n\r\n5;x=y\r\n{\"ok\"\r\n",
                  "6\r\n:true}",
                  "\r\n0\r\nTrailer: x\r\n",
                  "\r\n")) {
            out.write(ascii(piece));
            out.flush();
            new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS);
          }
        });
    var row = only(get("a", "/", OK_IS_TRUE));
    assertThat(row.outcome()).isEqualTo(Outcome.OK);
    assertThat(row.receiveMicros()).isGreaterThan(10_000);
  }

  @Test
  void gzipIsUnfoldedForChecks() throws Exception {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(ascii("{\"ok\":true}"));
    }
    target.on(
        "/",
        (request, out, socket) -> {
          out.write(
              ascii(
                  "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                      + packed.size()
                      + "\r\n\r\n"));
          out.write(packed.toByteArray());
        });
    assertThat(only(get("a", "/", OK_IS_TRUE)).outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void bodyThatIsNotTheGzipItClaimsToBeIsProtocolError() throws Exception {
    target.on("/", answer(200, "{\"ok\":true}", "Content-Encoding: gzip"));
    var row = only(get("a", "/", OK_IS_TRUE));
    assertThat(row.outcome()).isEqualTo(Outcome.PROTOCOL_ERROR);
    assertThat(row.error()).isEqualTo("malformed compressed body");
  }

  @Test
  void earlyHintsAndContinueAreNotTheAnswer() throws Exception {
    target.on(
        "/",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
            + answer(200, "{\"ok\":true}"));
    var row = only(get("a", "/", STATUS_200, OK_IS_TRUE));
    assertThat(row.outcome()).isEqualTo(Outcome.OK);
    assertThat(row.status()).isEqualTo(200);
  }

  @Test
  void answerWithoutLengthEndsWithTheConnection() throws Exception {
    target.on(
        "/",
        (request, out, socket) -> {
          out.write(ascii("HTTP/1.0 200 OK\r\n\r\n{\"ok\":true}"));
          socket.close();
        });
    assertThat(only(get("a", "/", OK_IS_TRUE)).outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void silenceIsTimeoutAndFailsEveryCheck() throws Exception {
    target.on("/", (request, out, socket) -> new CountDownLatch(1).await());
    var row = only(withTimeout(get("a", "/", STATUS_200, OK_IS_TRUE), Duration.ofMillis(150)));
    assertThat(row.outcome()).isEqualTo(Outcome.TIMEOUT);
    assertThat(row.failedChecks()).isEqualTo(0b11);
    assertThat(row.status()).isZero();
    assertThat(row.serviceMicros()).isBetween(150_000L, 400_000L);
  }

  @Test
  void connectionThatIsNeverAcceptedIsTimeout() throws Exception {
    // A backlog of one, filled up: further SYNs are dropped.
    try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var first = new java.net.Socket(full.getInetAddress(), full.getLocalPort());
        var second = new java.net.Socket(full.getInetAddress(), full.getLocalPort())) {
      assertThat(first.isConnected() && second.isConnected()).isTrue();
      URI url = URI.create("http://127.0.0.1:" + full.getLocalPort());
      var request = withTimeout(get("a", "/"), Duration.ofMillis(200));
      var rows = Rig.run(LoadTests.of(url).requests(request).build());
      assertThat(rows).hasSize(1);
      assertThat(rows.get(0).outcome()).isEqualTo(Outcome.TIMEOUT);
    }
  }

  @Test
  void closedPortIsConnectionRefused() throws Exception {
    URI url = target.url();
    target.close();
    var rows = Rig.run(LoadTests.of(url).requests(get("a", "/", STATUS_200)).build());
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).outcome()).isEqualTo(Outcome.CONNECTION_REFUSED);
    assertThat(rows.get(0).error()).isEqualTo("connection refused");
    assertThat(rows.get(0).failedChecks()).isEqualTo(1);
  }

  @Test
  void resetIsConnectionReset() throws Exception {
    target.on(
        "/",
        (request, out, socket) -> {
          socket.setSoLinger(true, 0);
          socket.close();
        });
    assertThat(only(get("a", "/")).outcome()).isEqualTo(Outcome.CONNECTION_RESET);
  }

  @Test
  void closeInTheMiddleOfTheAnswerIsConnectionClosed() throws Exception {
    target.on(
        "/",
        (request, out, socket) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));
          socket.close();
        });
    var row = only(get("a", "/", STATUS_200));
    assertThat(row.outcome()).isEqualTo(Outcome.CONNECTION_CLOSED);
    assertThat(row.failedChecks()).isEqualTo(1);
  }

  @Test
  void garbageIsProtocolError() throws Exception {
    target.on("/", "\u0000\u0001 SSH-2.0-nonsense\r\n\r\n");
    assertThat(only(get("a", "/")).outcome()).isEqualTo(Outcome.PROTOCOL_ERROR);
  }

  @Test
  void endlessHeadIsProtocolError() throws Exception {
    target.on(
        "/",
        (request, out, socket) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\n"));
          for (int i = 0; i < 10_000; i++) {
            out.write(ascii("X-Header-" + i + ": value\r\n"));
          }
        });
    assertThat(only(get("a", "/")).outcome()).isEqualTo(Outcome.PROTOCOL_ERROR);
  }

  @Test
  void endlessBodyIsCutOffAtTheCap() throws Exception {
    target.on(
        "/",
        (request, out, socket) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
          byte[] chunk = ascii("1000\r\n" + "x".repeat(0x1000) + "\r\n");
          while (!socket.isClosed()) {
            out.write(chunk);
          }
        });
    var test =
        LoadTests.of(target.url())
            .requests(get("a", "/"))
            .http(LoadTests.options(100_000, 10, false))
            .build();
    var rows = Rig.run(test);
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).outcome()).isEqualTo(Outcome.BODY_TOO_LARGE);
    assertThat(rows.get(0).bytesIn()).isBetween(100_000L, 120_000L);
  }

  @Test
  void compressedBombIsCutOffAtTheCap() throws Exception {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[5_000_000]);
    }
    target.on(
        "/",
        (request, out, socket) -> {
          out.write(
              ascii(
                  "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                      + packed.size()
                      + "\r\n\r\n"));
          out.write(packed.toByteArray());
        });
    var test =
        LoadTests.of(target.url())
            .requests(get("a", "/", OK_IS_TRUE))
            .http(LoadTests.options(1_000_000, 10, false))
            .build();
    assertThat(Rig.run(test).get(0).outcome()).isEqualTo(Outcome.BODY_TOO_LARGE);
  }

  @Test
  void nameWithoutAddressIsDns() throws Exception {
    var test =
        LoadTests.of(URI.create("http://no-such-host.invalid:80")).requests(get("a", "/")).build();
    assertThat(Rig.run(test).get(0).outcome()).isEqualTo(Outcome.DNS);
  }

  @Test
  void surplusBytesAfterAnAnswerAreNotTakenForTheNext() throws Exception {
    target.on("/", answer(200, "{}") + answer(500, "smuggled"));
    var test = LoadTests.of(target.url()).requests(get("a", "/"), get("b", "/")).build();
    var rows = Rig.run(test);
    assertThat(rows).extracting(Rig.Row::outcome).containsExactly(Outcome.OK, Outcome.OK);
    assertThat(target.connections()).isEqualTo(2);
  }

  @Test
  void connectionIsReusedByTheNextRequest() throws Exception {
    target.on("/", answer(200, "{}"));
    var rows = Rig.run(LoadTests.of(target.url()).requests(get("a", "/"), get("b", "/")).build());
    assertThat(target.connections()).isEqualTo(1);
    assertThat(rows.get(1).connectMicros()).isZero();
  }

  @Test
  void connectionCloseIsObeyed() throws Exception {
    target.on("/", answer(200, "{}", "Connection: close"));
    var rows = Rig.run(LoadTests.of(target.url()).requests(get("a", "/"), get("b", "/")).build());
    assertThat(rows).extracting(Rig.Row::outcome).containsOnly(Outcome.OK);
    assertThat(target.connections()).isEqualTo(2);
  }

  @Test
  void idleConnectionThatTheServerClosedIsReplacedUnseen() throws Exception {
    target.on(
        "/",
        (request, out, socket) -> {
          out.write(ascii(answer(200, "{}")));
          socket.close();
        });
    var test =
        LoadTests.of(target.url())
            .requests(get("a", "/"), get("b", "/"))
            .thinkTime(Duration.ofMillis(50), Duration.ofMillis(50))
            .build();
    assertThat(Rig.run(test)).extracting(Rig.Row::outcome).containsOnly(Outcome.OK);
  }
}
