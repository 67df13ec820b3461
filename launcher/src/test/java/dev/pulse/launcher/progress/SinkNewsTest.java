package dev.pulse.launcher.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.aggregator.sink.SinkProgress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SinkNewsTest {
  private static final String TARGET = "http://localhost:8086/pulse";

  private final SinkNews quiet = new SinkNews(TARGET, Duration.ZERO, 0);
  private final SinkNews chatty = new SinkNews(TARGET, Duration.ofSeconds(30), 0);

  private static Optional<String> at(SinkNews news, int second, SinkProgress progress) {
    return news.at(Duration.ofSeconds(second).toNanos(), progress);
  }

  private static SinkProgress progress(long points, long behind, String trouble) {
    return new SinkProgress(points, 0, behind, trouble);
  }

  @Test
  void aSinkThatWorksIsSilentOrTellsNowAndThen() {
    assertThat(at(quiet, 100, progress(1_200, 3, ""))).isEmpty();
    assertThat(at(chatty, 29, progress(900, 3, ""))).isEmpty();
    assertThat(at(chatty, 30, progress(1_200, 3, "")))
        .contains("1,200 points written; 3 records wait in Kafka");
    assertThat(at(chatty, 61, progress(1_200, 0, ""))).isEmpty();
  }

  @Test
  void aRefusalIsToldAtOnceThenEveryTenSecondsThenItsEnd() {
    assertThat(at(quiet, 1, progress(10, 2, ""))).isEmpty();
    assertThat(at(quiet, 2, progress(10, 7, "503 engine is closed")))
        .contains(
            "InfluxDB at "
                + TARGET
                + " takes nothing, for 1s (503 engine is closed);"
                + " 7 records wait in Kafka");
    assertThat(at(quiet, 11, progress(10, 30, "503 engine is closed"))).isEmpty();
    assertThat(at(quiet, 12, progress(10, 1_034, "503 engine is closed")))
        .contains(
            "InfluxDB at "
                + TARGET
                + " takes nothing, for 11s (503 engine is closed);"
                + " 1,034 records wait in Kafka");
    assertThat(at(quiet, 13, progress(400, 900, "")))
        .contains("InfluxDB at " + TARGET + " takes points again; 900 records wait in Kafka");
    assertThat(at(quiet, 14, progress(900, 0, ""))).isEmpty();
  }

  @Test
  void anInfluxDbThatHangsIsToldBeforeTheCallTimesOut() {
    assertThat(at(quiet, 1, progress(10, 1, ""))).isEmpty();
    assertThat(at(quiet, 5, progress(10, 20, ""))).isEmpty();
    assertThat(at(quiet, 6, progress(10, 25, "")))
        .contains("InfluxDB at " + TARGET + " takes nothing, for 5s; 25 records wait in Kafka");
  }

  @Test
  void readingPastRecordsOfOthersIsNoTrouble() {
    for (int second = 1; second < 60; second++) {
      assertThat(at(quiet, second, progress(0, 10_000 - second, ""))).isEmpty();
    }
  }

  @Test
  void refusedPointsAreNamed() {
    assertThat(at(chatty, 30, new SinkProgress(5, 2, 0, "")))
        .contains("5 points written; 0 records wait in Kafka, 2 points refused");
  }
}
