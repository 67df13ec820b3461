package dev.pulse.collector;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pulse.protocol.SystemClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus that watches itself. */
class PrometheusSourceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir private Path folder;
  private TestPrometheus prometheus;

  @BeforeEach
  void start() throws Exception {
    prometheus = TestPrometheus.start(folder, Map.of());
    prometheus.awaitAnswer("up");
  }

  @AfterEach
  void stop() {
    if (prometheus != null) {
      prometheus.close();
    }
  }

  private static long nowMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, SystemClock.wall().instant());
  }

  private static void pass(Duration time) {
    Awaitility.await().pollDelay(time).atMost(time.plusSeconds(30)).until(() -> true);
  }

  @Test
  void queriesGiveLabelledValuesAtItsOwnTimeAndWrongOnesTheReason() throws Exception {
    try (var up = prometheus.spec("up").open();
        var nothing = prometheus.spec("no_such_series").open();
        var wrong = prometheus.spec("up{").open()) {

      assertThat(up.read())
          .singleElement()
          .satisfies(
              reading -> {
                assertThat(reading.label()).isEqualTo("itself");
                assertThat(reading.value()).isEqualTo(1);
                assertThat(reading.atEpochMicros()).isPositive();
              });
      assertThatThrownBy(nothing::read).hasMessageContaining("has nothing for up");
      assertThatThrownBy(wrong::read)
          .hasMessageContaining("answered 400")
          .hasMessageContaining("up");
    }
  }

  @Test
  void aQueryThatIsWrongKeepsNoOtherFromBeingRead() {
    var spec =
        new SourceSpec.Prometheus(
            "watch",
            prometheus.url(),
            "",
            List.of(
                new SourceSpec.Query("wrong", "", "", "up{"),
                new SourceSpec.Query("up", "", "job", "up")));
    try (var source = spec.open()) {
      var failure = catchThrowableOfType(PartlyReadException.class, source::read);

      assertThat(failure).hasMessageContaining("to wrong:");
      assertThat(failure.readings()).extracting(Reading::series).containsExactly("up");
    }
  }

  /** The time of a sample is its value: so what is filled in is what Prometheus saw then. */
  @Test
  @Tag("faults")
  void whatItSawWhileNobodyReachedItIsFilledInAndNothingTwice() throws Exception {
    try (var proxy = new TestProxy(prometheus.port());
        var source = TestPrometheus.spec(proxy.url(), "timestamp(up)").open()) {
      long began = nowMicros();
      var had = new ArrayList<Reading>();
      had.addAll(source.read());
      pass(SECOND);
      had.addAll(source.read());
      proxy.cut();
      for (int i = 0; i < 4; i++) {
        pass(SECOND);
        assertThatThrownBy(source::read).hasMessageContaining("does not answer");
      }
      proxy.mend();
      pass(SECOND);
      had.addAll(source.read());

      var filled = source.missed(began, nowMicros(), SECOND);

      assertThat(filled).hasSizeBetween(3, 6);
      assertThat(filled)
          .allSatisfy(
              reading -> {
                assertThat(reading.labels()).containsKey(Source.FILLED);
                assertThat(reading.atEpochMicros())
                    .isBetween(had.get(1).atEpochMicros(), had.get(2).atEpochMicros());
                assertThat(reading.atEpochMicros() / 1e6 - reading.value())
                    .as("age of the sample that it is of, seconds")
                    .isBetween(-0.001, 1.9);
              });
      assertThat(filled).extracting(Reading::value).doesNotHaveDuplicates();
      had.addAll(filled);
      assertThat(had.stream().collect(toMap(Reading::atEpochMicros, Reading::value)))
          .as("no time twice")
          .hasSize(had.size());
      assertThat(longestPauseMicros(had)).isLessThan(2_500_000);
    }
  }

  private static long longestPauseMicros(List<Reading> readings) {
    long[] times = readings.stream().mapToLong(Reading::atEpochMicros).sorted().toArray();
    long longest = 0;
    for (int i = 1; i < times.length; i++) {
      longest = Math.max(longest, times[i] - times[i - 1]);
    }
    return longest;
  }

  @Test
  void oneThatAlwaysAnsweredIsAskedForNothingAfterwards() throws Exception {
    try (var source = prometheus.spec("up").open()) {
      long began = nowMicros();
      source.read();
      pass(Duration.ofSeconds(3));
      source.read();
      prometheus.kill();

      assertThat(source.missed(began, nowMicros(), SECOND)).isEmpty();
    }
  }

  @Test
  @Timeout(90)
  @Tag("faults")
  void oneThatStandsStillIsNotWaitedForAndFilledInOnceItGoesOn() throws Exception {
    try (var source = prometheus.spec("up").open()) {
      long began = nowMicros();
      source.read();
      prometheus.signal("STOP");

      assertThatThrownBy(source::read)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("does not answer: nothing whole within 5 s");

      prometheus.signal("CONT");
      prometheus.awaitAnswer("up");
      source.read();
      assertThat(source.missed(began, nowMicros(), SECOND)).hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void oneThatWasKilledAndCameBackIsFilledInFromWhatItKept() throws Exception {
    try (var source = prometheus.spec("up").open()) {
      long began = nowMicros();
      source.read();
      prometheus.kill();
      assertThatThrownBy(source::read).hasMessageContaining("does not answer");
      assertThatThrownBy(() -> source.missed(began, nowMicros() + 5_000_000, SECOND))
          .hasMessageContaining("does not answer");
      prometheus.startAgain();
      prometheus.awaitAnswer("up");

      source.read();

      assertThat(source.missed(began, nowMicros() + 3_000_000, SECOND)).isNotEmpty();
    }
  }

  @Test
  void nonsenseAndAForbiddenOneAreSaid() throws Exception {
    try (var endpoint = new FakeEndpoint();
        var source = TestPrometheus.spec(endpoint.url(""), "up").open()) {
      endpoint.status = 403;
      endpoint.body = "<html>";
      assertThatThrownBy(source::read).hasMessageContaining("answered 403 (is tokenEnv");
      endpoint.status = 200;
      endpoint.body = "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":7}}";
      assertThatThrownBy(source::read).hasMessageContaining("has nothing for up");
    }
  }
}
