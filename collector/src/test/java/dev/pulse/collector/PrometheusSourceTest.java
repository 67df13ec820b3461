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
import java.util.regex.Pattern;
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
  private static final Pattern ASKED =
      Pattern.compile("start=([0-9.]+)&end=([0-9.]+)&step=([0-9.]+)");

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

  private Source source(SourceSpec.Query... queries) {
    return new SourceSpec.Prometheus("watch", prometheus.url(), "", List.of(queries)).open();
  }

  @Test
  void aQueryThatIsWrongKeepsNoOtherFromBeingRead() {
    try (var source =
        source(
            new SourceSpec.Query("wrong", "", "", "up{"),
            new SourceSpec.Query("up", "", "job", "up"))) {
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

  @Test
  void aQueryThatIsRefusedKeepsNoOtherFromBeingFilledIn() throws Exception {
    try (var source =
        source(
            new SourceSpec.Query("wrong", "", "", "up{"),
            new SourceSpec.Query("nothing", "", "", "no_such_series"),
            new SourceSpec.Query("up", "", "job", "up"))) {
      long began = nowMicros();
      assertThatThrownBy(source::read).isInstanceOf(PartlyReadException.class);
      prometheus.kill();
      assertThatThrownBy(source::read).hasMessageContaining("does not answer");
      prometheus.startAgain();
      prometheus.awaitAnswer("up");

      var failure =
          catchThrowableOfType(
              PartlyReadException.class,
              () -> source.missed(began, nowMicros() + 3_000_000, SECOND));

      assertThat(failure)
          .hasMessageContaining("to wrong:")
          .hasMessageContaining("has nothing for nothing");
      assertThat(failure.readings()).isNotEmpty();
      assertThat(failure.readings()).extracting(Reading::series).containsOnly("up");
    }
  }

  @Test
  void resultsThatTheirLabelDoesNotTellApartAreRefusedNowAndAfterwards() {
    String twice = "up or label_replace(up, \"copy\", \"1\", \"\", \"\")";
    String refusal = "up gives 2 results with the same label itself: sum them, or name the label";
    try (var source = prometheus.spec(twice).open()) {
      long now = nowMicros();

      assertThatThrownBy(source::read).hasMessageContaining(refusal);
      assertThatThrownBy(() -> source.missed(now - 10_000_000, now, SECOND))
          .hasMessageContaining(refusal);
    }
  }

  /** Five hours without an answer, and five seconds some time later. */
  @Test
  void aShortHoleIsFilledAtTheWantedStepHoweverLongAnotherIs() throws Exception {
    try (var endpoint = new FakeEndpoint();
        var source = TestPrometheus.spec(endpoint.url(""), "up").open()) {
      for (int second : List.of(1_000, 20_000, 20_001, 20_002, 20_007, 20_008)) {
        endpoint.body = vector(second);
        source.read();
      }
      endpoint.body = "<html>";
      assertThatThrownBy(source::read).isInstanceOf(IOException.class);
      endpoint.answer = PrometheusSourceTest::matrix;

      var filled = source.missed(1_000_000_000L, 20_009_000_000L, SECOND);

      assertThat(filled)
          .extracting(reading -> reading.atEpochMicros() / 1_000_000)
          .contains(20_003L, 20_004L, 20_005L, 20_006L)
          .hasSizeBetween(4_500, 5_010)
          .doesNotHaveDuplicates();
    }
  }

  private static String vector(int second) {
    return answered("vector", "\"value\":[" + second + ",\"1\"]");
  }

  /** A point at each step that is asked for. */
  private static String matrix(String request) {
    var asked = ASKED.matcher(request);
    assertThat(asked.find()).isTrue();
    double end = Double.parseDouble(asked.group(2));
    double step = Double.parseDouble(asked.group(3));
    var points = new ArrayList<String>();
    for (double at = Double.parseDouble(asked.group(1)); at <= end; at += step) {
      points.add("[" + at + ",\"1\"]");
    }
    return answered("matrix", "\"values\":[" + String.join(",", points) + "]");
  }

  private static String answered(String type, String points) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\""
        + type
        + "\",\"result\":[{\"metric\":{\"job\":\"itself\"},"
        + points
        + "}]}}";
  }
}
