package dev.pulse.reporter.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.v1.ResourceSample;
import org.junit.jupiter.api.Test;

class ResourceLogTest {
  private static ResourceSample reading(String label, long atMicros, double value) {
    return ResourceSample.newBuilder()
        .setSource("process")
        .setSeries("cpu_ratio")
        .setUnit("ratio")
        .setAtEpochMicros(atMicros)
        .setValue(value)
        .putLabels("label", label)
        .build();
  }

  private static int kept(ResourceLog log) {
    return log.series(0).stream().mapToInt(series -> series.points().size()).sum();
  }

  @Test
  void readingsStandInOrderOnTheRunClockAndOneThatComesAgainCountsOnce() {
    var log = new ResourceLog();
    log.accept(reading("api", 3_000, 0.75));
    log.accept(reading("api", 1_000, 0.25));
    log.accept(reading("api", 3_000, 0.75));

    var series = log.series(1_000).get(0);

    assertThat(series.points())
        .containsExactly(new ResourceSeries.Point(0, 0.25), new ResourceSeries.Point(2_000, 0.75));
    assertThat(series.mean(at -> true)).hasValue(0.5);
    assertThat(series.last()).hasValue(0.75);
  }

  @Test
  void aLongRunKeepsABoundedNumberSpreadOverAllOfIt() {
    var log = new ResourceLog();
    int all = ResourceLog.MOST_READINGS * 3;
    for (int i = 0; i < all / 2; i++) {
      log.accept(reading("a", i, i));
      log.accept(reading("b", i, i));
    }

    assertThat(kept(log)).isBetween(ResourceLog.MOST_READINGS / 4, ResourceLog.MOST_READINGS);
    for (var series : log.series(0)) {
      assertThat(series.points().get(0).atMicros()).isZero();
      assertThat(series.last().orElseThrow()).isGreaterThan(all / 2.0 - 10);
      assertThat(series.mean(at -> true).orElseThrow() / (all / 4.0)).isBetween(0.9, 1.1);
    }
  }

  @Test
  void seriesBeyondTheBoundAreLeftOutAndSaidToBe() {
    var log = new ResourceLog();
    for (int i = 0; i <= ResourceLog.MOST_SERIES; i++) {
      log.accept(reading("pod-" + i, 1, 1));
    }
    log.accept(reading("pod-0", 2, Double.NaN));

    assertThat(log.series(0)).hasSize(ResourceLog.MOST_SERIES);
    assertThat(log.hasTooMany()).isTrue();
    assertThat(kept(log)).isEqualTo(ResourceLog.MOST_SERIES);
  }

  private static ResourceSample event(String label, long atMicros, String text) {
    return ResourceSample.newBuilder()
        .setSource("kubernetes")
        .setSeries("scaling")
        .setAtEpochMicros(atMicros)
        .setEvent(text)
        .putLabels("label", label)
        .build();
  }

  @Test
  void eventsStandInOrderOfTimeEachOnceAndAreNoReadings() {
    var log = new ResourceLog();
    log.accept(event("deployment/api", 3_000, "Scaled up to 4"));
    log.accept(event("deployment/api", 2_000, "Scaled up to 3"));
    log.accept(event("deployment/api", 3_000, "Scaled up to 4"));
    log.accept(event("hpa/api", 3_000, "New size: 4"));

    assertThat(log.events(1_000))
        .containsExactly(
            new ResourceEvent(1_000, "kubernetes", "scaling", "deployment/api", "Scaled up to 3"),
            new ResourceEvent(2_000, "kubernetes", "scaling", "deployment/api", "Scaled up to 4"),
            new ResourceEvent(2_000, "kubernetes", "scaling", "hpa/api", "New size: 4"));
    assertThat(log.series(0)).isEmpty();
    assertThat(log.hasTooManyEvents()).isFalse();
  }

  @Test
  void ofTooManyEventsTheFirstStayInWhicheverOrderTheyCome() {
    var log = new ResourceLog();
    for (int i = ResourceLog.MOST_EVENTS; i >= 0; i--) {
      log.accept(event("pod/a", i, "x".repeat(10_000)));
    }

    var events = log.events(0);
    assertThat(events).hasSize(ResourceLog.MOST_EVENTS);
    assertThat(events.get(0).atMicros()).isZero();
    assertThat(events).allSatisfy(event -> assertThat(event.text()).hasSize(500));
    assertThat(log.hasTooManyEvents()).isTrue();
  }

  @Test
  void gapsAreCountedBySourceWithTheirLastReason() {
    var log = new ResourceLog();
    for (String why : new String[] {"refused", "refused", "timed out"}) {
      log.accept(
          ResourceSample.newBuilder()
              .setSource("redis")
              .setGap(why)
              .putLabels("name", "cache")
              .build());
    }

    assertThat(log.gaps()).containsExactly(new Gap("cache", 3, "timed out"));
    assertThat(log.series(0)).isEmpty();
  }

  @Test
  void whatWasFilledInAfterwardsIsSaidAndCountsOnce() {
    var log = new ResourceLog();
    log.accept(ResourceSample.newBuilder().setSource("process").setGap("refused").build());
    log.accept(reading("api", 1_000, 0.25));
    var filled = reading("api", 2_000, 0.5).toBuilder().putLabels("filled", "afterwards").build();
    log.accept(filled);
    log.accept(filled);
    log.accept(filled.toBuilder().setAtEpochMicros(1_000).build());

    assertThat(log.series(0).get(0).points()).hasSize(2);
    assertThat(log.gaps()).containsExactly(new Gap("process", 1, "refused", 1));
  }
}
