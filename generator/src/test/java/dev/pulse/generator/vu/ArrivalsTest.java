package dev.pulse.generator.vu;

import static dev.pulse.generator.LoadTests.get;
import static dev.pulse.generator.TestTarget.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.generator.LoadTests;
import dev.pulse.generator.Rig;
import dev.pulse.generator.TestTarget;
import dev.pulse.protocol.Outcome;
import dev.pulse.scenario.ArrivalRate.Spread;
import dev.pulse.scenario.ConstantArrivalRate;
import dev.pulse.scenario.LoadTest;
import dev.pulse.scenario.Shard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
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

  private LoadTest load(long rate, Duration length, int preAllocated, int max) {
    return LoadTests.of(target.url())
        .requests(get("home", "/"))
        .executor(
            new ConstantArrivalRate(
                rate, Duration.ofSeconds(1), length, preAllocated, max, Spread.REGULAR))
        .build();
  }

  private static void waitFor(CountDownLatch never, long millis) {
    try {
      assertThat(never.await(millis, TimeUnit.MILLISECONDS)).isFalse();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void eachArrivalIsARequestDueAtItsOwnTime() throws Exception {
    var rows = Rig.run(load(200, Duration.ofSeconds(1), 20, 20));

    assertThat(rows).hasSize(200).extracting(Rig.Row::outcome).containsOnly(Outcome.OK);
    assertThat(rows.stream().map(Rig.Row::intendedStartMicros).sorted().toList())
        .containsExactlyElementsOf(
            java.util.stream.LongStream.range(0, 200).map(n -> n * 5_000).boxed().toList());
    assertThat(rows).extracting(Rig.Row::vu).contains(1, 7, 20);
    assertThat(rows.stream().filter(row -> row.connectMicros() > 0)).hasSize(20);
  }

  @Test
  void anArrivalThatFindsNoVuFreeIsASampleOfItsOwn() throws Exception {
    var never = new CountDownLatch(1);
    target.on(
        "/",
        (request, out, socket) -> {
          waitFor(never, 500);
          out.write(answer(200, "{}").getBytes(StandardCharsets.US_ASCII));
        });

    var rows = Rig.run(load(20, Duration.ofSeconds(2), 1, 2));

    var dropped = rows.stream().filter(row -> row.outcome() == Outcome.NOT_STARTED).toList();
    assertThat(rows).hasSize(40);
    // Two VUs, each busy for 500 ms and until the next arrival: four a second of twenty.
    assertThat(rows.size() - dropped.size()).isBetween(6, 9);
    assertThat(dropped)
        .allSatisfy(
            row -> {
              assertThat(row.error()).isEqualTo("no VU free");
              assertThat(row.request()).isEqualTo("home");
              assertThat(row.vu()).isZero();
              assertThat(row.status()).isZero();
            });
  }

  @Test
  void aFreezeOfTheTargetIsInTheResponseTimesOfAllWhoArrivedMeanwhile() throws Exception {
    var never = new CountDownLatch(1);
    var answered = new AtomicInteger();
    var gate = new Object();
    target.on(
        "/",
        (request, out, socket) -> {
          synchronized (gate) {
            if (answered.getAndIncrement() == 50) {
              waitFor(never, 800);
            }
          }
          out.write(answer(200, "{}").getBytes(StandardCharsets.US_ASCII));
        });

    var rows = Rig.run(load(100, Duration.ofSeconds(2), 200, 200));

    assertThat(rows).hasSize(200).extracting(Rig.Row::outcome).containsOnly(Outcome.OK);
    // About 80 arrive during the freeze, waiting 800, 790, 780 … ms.
    assertThat(rows.stream().filter(row -> response(row) > 100_000).count()).isBetween(55L, 95L);
    assertThat(rows.stream().mapToLong(ArrivalsTest::response).max().orElse(0))
        .isGreaterThan(750_000);
  }

  private static long response(Rig.Row row) {
    return row.startLagMicros() + row.serviceMicros();
  }

  @Test
  void aLoopWhoseVusAreBusyBorrowsThoseOfAnother() throws Exception {
    var never = new CountDownLatch(1);
    var slow = new AtomicInteger();
    target.on(
        "/",
        (request, out, socket) -> {
          if (slow.getAndIncrement() % 20 == 0) {
            waitFor(never, 300);
          }
          out.write(answer(200, "{}").getBytes(StandardCharsets.US_ASCII));
        });

    // Every 200 ms one VU of four is busy for 300 ms: two at most, and never all.
    var rows = Rig.run(load(100, Duration.ofSeconds(3), 4, 4), 2);

    assertThat(rows).hasSize(300);
    assertThat(rows.stream().filter(row -> row.outcome() == Outcome.NOT_STARTED).count())
        .isLessThanOrEqualTo(6);
  }

  @Test
  void whatNoLoopHasAVuForIsDroppedOnce() throws Exception {
    var never = new CountDownLatch(1);
    target.on(
        "/",
        (request, out, socket) -> {
          waitFor(never, 500);
          out.write(answer(200, "{}").getBytes(StandardCharsets.US_ASCII));
        });

    var rows = Rig.run(load(50, Duration.ofSeconds(2), 2, 3), 3);

    assertThat(rows).hasSize(100);
    assertThat(rows.stream().map(Rig.Row::intendedStartMicros)).doesNotHaveDuplicates();
    assertThat(rows.stream().filter(row -> row.outcome() == Outcome.NOT_STARTED).count())
        .isGreaterThan(80);
  }

  @Test
  void anArrivalWhoseLoginOutlastsTheScenarioIsStillServed() throws Exception {
    var never = new CountDownLatch(1);
    target.on(
        "/login",
        (request, out, socket) -> {
          waitFor(never, 400);
          out.write(answer(200, "{}").getBytes(StandardCharsets.US_ASCII));
        });
    var login = LoadTests.extracting(get("login", "/login"), true);
    var test =
        LoadTests.of(target.url())
            .requests(login, get("home", "/"))
            .executor(
                new ConstantArrivalRate(
                    10, Duration.ofSeconds(1), Duration.ofSeconds(1), 10, 10, Spread.REGULAR))
            .build();

    var rows = Rig.run(test);

    assertThat(rows.stream().filter(row -> row.request().equals("login"))).hasSize(10);
    assertThat(rows.stream().filter(row -> row.request().equals("home"))).hasSize(10);
  }

  @Test
  void agentsShareTheArrivalsWithoutGapOrOverlap() throws Exception {
    var test = load(150, Duration.ofSeconds(1), 9, 30);
    var all = new ArrayList<Long>();
    for (int agent = 0; agent < 3; agent++) {
      List<Rig.Row> rows = Rig.run(test, Shard.of(agent, 3));
      assertThat(rows).hasSize(50);
      rows.forEach(row -> all.add(row.intendedStartMicros()));
    }

    assertThat(all).hasSize(150).doesNotHaveDuplicates();
  }
}
