package dev.pulse.generator.vu;

import static dev.pulse.generator.LoadTests.extracting;
import static dev.pulse.generator.LoadTests.get;
import static dev.pulse.generator.LoadTests.request;
import static dev.pulse.generator.TestTarget.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.generator.LoadTests;
import dev.pulse.generator.Rig;
import dev.pulse.generator.TestTarget;
import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.TraceId;
import dev.pulse.scenario.Escaping;
import dev.pulse.scenario.Extraction;
import dev.pulse.scenario.Header;
import dev.pulse.scenario.JsonPointer;
import dev.pulse.scenario.PerVuIterations;
import dev.pulse.scenario.Ramp;
import dev.pulse.scenario.RampingVus;
import dev.pulse.scenario.Request;
import dev.pulse.scenario.SharedIterations;
import dev.pulse.scenario.Template;
import dev.pulse.scenario.UserPool;
import dev.pulse.scenario.WeightedMix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VirtualUserTest {
  private static final UserPool USERS =
      new UserPool(
          List.of("email", "tenant"), List.of(List.of("u1@t1", "t1"), List.of("u2@t\"2", "t2")));

  private TestTarget target;

  @BeforeEach
  void startTarget() throws IOException {
    target = new TestTarget();
    target.on("/", answer(200, "{}"));
  }

  @AfterEach
  void stopTarget() throws IOException {
    target.close();
  }

  private static Request login() {
    var body =
        new Template(
            "{\"email\":\"${user.email}\"}",
            Escaping.JSON,
            List.of(
                new Template.Literal("{\"email\":\""),
                new Template.UserValue("email", 0),
                new Template.Literal("\"}")));
    return extracting(
        request("login", "POST", Template.constant("/login"), List.of(), body),
        true,
        new Extraction("token", 0, JsonPointer.parse("/token")));
  }

  private static Request withToken(String name) {
    var bearer =
        new Template(
            "Bearer ${token}",
            Escaping.HEADER,
            List.of(new Template.Literal("Bearer "), new Template.Extracted("token", 0)));
    return request(
        name,
        "GET",
        Template.constant("/"),
        List.of(new Header("Authorization", bearer)),
        Template.EMPTY);
  }

  private LoadTests withLogin() {
    return LoadTests.of(target.url())
        .requests(login(), withToken("read"))
        .users(USERS)
        .variables("token");
  }

  @Test
  void eachVuLogsInOnceAsItsUserAndUsesItsTokenFromThenOn() throws Exception {
    target.on(
        "/login",
        (request, out, socket) -> {
          String token = request.body().contains("u1@t1") ? "one" : "two";
          out.write(
              answer(200, "{\"token\":\"" + token + "\"}").getBytes(StandardCharsets.US_ASCII));
        });
    var rows =
        Rig.run(withLogin().executor(new PerVuIterations(2, 3, Duration.ofSeconds(20))).build());
    assertThat(rows).extracting(Rig.Row::outcome).containsOnly(Outcome.OK);
    assertThat(
            rows.stream()
                .map(Rig.Row::request)
                .collect(Collectors.groupingBy(r -> r, Collectors.counting())))
        .containsEntry("login", 2L)
        .containsEntry("read", 6L);
    assertThat(rows.stream().filter(r -> r.vu() == 2).map(Rig.Row::tenant)).containsOnly("t2");
    assertThat(target.received().stream().filter(r -> r.method().equals("GET")))
        .extracting(r -> r.headers().get("authorization"))
        .containsOnly("Bearer one", "Bearer two");
    assertThat(target.received().stream().filter(r -> r.method().equals("POST")))
        .extracting(TestTarget.Received::body)
        .containsExactlyInAnyOrder("{\"email\":\"u1@t1\"}", "{\"email\":\"u2@t\\\"2\"}");
  }

  @Test
  void failedLoginIsASampleAndTriedAgainAfterASecond() throws Exception {
    var tries = new AtomicInteger();
    target.on(
        "/login",
        (request, out, socket) -> {
          String answer =
              tries.getAndIncrement() == 0 ? answer(401, "{}") : answer(200, "{\"token\":\"t\"}");
          out.write(answer.getBytes(StandardCharsets.US_ASCII));
        });
    var rows = Rig.run(withLogin().build());
    assertThat(rows)
        .extracting(r -> r.request() + " " + r.outcome())
        .containsExactly("login HTTP_ERROR", "login OK", "read OK");
    assertThat(rows.get(1).intendedStartMicros() - rows.get(0).endMicros())
        .isEqualTo(VirtualUser.LOGIN_PAUSE_MICROS);
  }

  @Test
  void loginWithoutATokenInItsAnswerIsCheckFailed() throws Exception {
    target.on("/login", answer(200, "{\"other\":1}"));
    var rows = Rig.run(withLogin().constant(1, Duration.ofMillis(300)).build());
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).outcome()).isEqualTo(Outcome.CHECK_FAILED);
    assertThat(rows.get(0).error()).isEqualTo("nothing to extract");
  }

  @Test
  void requestWhoseVariableHasNoValueIsSetupFailedAndNotSent() throws Exception {
    var rows =
        Rig.run(LoadTests.of(target.url()).requests(withToken("read")).variables("token").build());
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).outcome()).isEqualTo(Outcome.SETUP_FAILED);
    assertThat(target.count()).isZero();
  }

  @Test
  void sharedIterationsAreAllRunAndNoneTwice() throws Exception {
    var rows =
        Rig.run(
            LoadTests.of(target.url())
                .requests(get("a", "/"))
                .executor(new SharedIterations(7, 100, Duration.ofSeconds(20)))
                .build());
    assertThat(rows).hasSize(100);
    assertThat(target.count()).isEqualTo(100);
    assertThat(rows.stream().map(r -> r.vu() + "/" + r.iteration()).distinct()).hasSize(100);
  }

  @Test
  void sameSeedSendsTheSameMixFromEachVu() throws Exception {
    assertThat(mixOf(42)).isEqualTo(mixOf(42)).isNotEqualTo(mixOf(43));
  }

  private List<String> mixOf(long seed) throws Exception {
    var mix = new WeightedMix(List.of(new WeightedMix.Entry(0, 70), new WeightedMix.Entry(1, 30)));
    return Rig.run(
            LoadTests.of(target.url())
                .requests(get("a", "/"), get("b", "/"))
                .flow(mix)
                .executor(new PerVuIterations(3, 40, Duration.ofSeconds(20)))
                .seed(seed)
                .build())
        .stream()
        .map(r -> r.vu() + " " + r.iteration() + " " + r.request())
        .sorted()
        .toList();
  }

  @Test
  void rampWakesVusWhenItsLineReachesThemAndNamesTheStage() throws Exception {
    var ramp =
        new RampingVus(
            0,
            List.of(
                new Ramp(Duration.ofMillis(1_000), 5),
                new Ramp(Duration.ofMillis(300), 5),
                new Ramp(Duration.ofMillis(300), 0)),
            Duration.ofSeconds(1));
    var rows =
        Rig.run(
            LoadTests.of(target.url())
                .requests(get("a", "/"))
                .executor(ramp)
                .thinkTime(Duration.ofMillis(20), Duration.ofMillis(20))
                .build());
    for (int vu = 1; vu <= 5; vu++) {
      int number = vu;
      long first =
          rows.stream()
              .filter(r -> r.vu() == number)
              .mapToLong(Rig.Row::intendedStartMicros)
              .min()
              .orElseThrow();
      assertThat(first).isBetween(vu * 200_000L - 2, vu * 200_000L + 2);
    }
    assertThat(rows).extracting(Rig.Row::stage).contains("1 ramp 0→5", "2 hold 5", "3 ramp 5→0");
    assertThat(rows)
        .allSatisfy(
            r -> {
              long at = r.intendedStartMicros();
              String stage = at < 1_000_000 ? "1" : at < 1_300_000 ? "2" : "3";
              assertThat(r.stage()).startsWith(stage);
            });
  }

  @Test
  void requestInFlightAfterTheGracefulStopIsCancelled() throws Exception {
    target.on("/", (request, out, socket) -> new CountDownLatch(1).await());
    var rows =
        Rig.run(
            LoadTests.of(target.url())
                .requests(get("a", "/"))
                .constant(3, Duration.ofMillis(200))
                .gracefulStop(Duration.ofMillis(200))
                .build());
    assertThat(rows).hasSize(3);
    assertThat(rows).extracting(Rig.Row::outcome).containsOnly(Outcome.CANCELLED);
    assertThat(rows).extracting(Rig.Row::failedChecks).containsOnly(0L);
    assertThat(rows.get(0).endMicros()).isBetween(400_000L, 700_000L);
  }

  @Test
  void stopLetsWhatIsUnderWayEndAndBeginsNothing() throws Exception {
    target.on(
        "/",
        (request, out, socket) -> {
          new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
          out.write(answer(200, "{}").getBytes(StandardCharsets.US_ASCII));
        });
    var rows =
        Rig.run(
            LoadTests.of(target.url())
                .requests(get("a", "/"))
                .constant(2, Duration.ofSeconds(30))
                .build(),
            engine -> {
              org.awaitility.Awaitility.await().until(() -> target.count() == 2);
              engine.stop(true);
            });
    assertThat(rows).hasSize(2);
    assertThat(rows).extracting(Rig.Row::outcome).containsOnly(Outcome.OK);
  }

  @Test
  void secondStopCutsShort() throws Exception {
    target.on("/", (request, out, socket) -> new CountDownLatch(1).await());
    var rows =
        Rig.run(
            LoadTests.of(target.url())
                .requests(get("a", "/"))
                .constant(2, Duration.ofSeconds(30))
                .gracefulStop(Duration.ofSeconds(30))
                .build(),
            engine -> {
              org.awaitility.Awaitility.await().until(() -> target.count() == 2);
              engine.stop(true);
              engine.stop(false);
            });
    assertThat(rows).extracting(Rig.Row::outcome).containsOnly(Outcome.CANCELLED);
    assertThat(rows.get(0).endMicros()).isLessThan(10_000_000);
  }

  @Test
  void traceparentOfEachRequestIsDerivedFromItsSample() throws Exception {
    var rows =
        Rig.run(
            LoadTests.of(target.url())
                .requests(get("a", "/"))
                .executor(new PerVuIterations(4, 25, Duration.ofSeconds(20)))
                .build());
    var sent =
        target.received().stream()
            .map(r -> Objects.requireNonNull(r.headers().get("traceparent")).substring(3, 35))
            .toList();
    assertThat(sent).doesNotHaveDuplicates();
    assertThat(rows)
        .extracting(r -> TraceId.ofRequest("rig", "agent", 7, 0, r.vu(), r.intendedStartMicros()))
        .containsExactlyInAnyOrderElementsOf(sent);
  }

  @Test
  void refusedConnectionsWithoutThinkTimeAreNoBusyLoop() throws Exception {
    var url = target.url();
    target.close();
    var rows =
        Rig.run(
            LoadTests.of(url).requests(get("a", "/")).constant(1, Duration.ofSeconds(2)).build());
    assertThat(rows).hasSizeBetween(20, 200);
  }
}
