package dev.pulse.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StopRequestsTest {
  private final AtomicInteger endedAtOnce = new AtomicInteger();
  private final StopRequests stops = new StopRequests(endedAtOnce::incrementAndGet);

  @Test
  void firstRequestStopsAndSecondEndsAtOnce() {
    stops.stop();
    assertThat(stops.isStopping()).isTrue();
    assertThat(endedAtOnce).hasValue(0);
    stops.stop();
    assertThat(endedAtOnce).hasValue(1);
  }

  @Test
  void requestWakesWhoWaits() throws InterruptedException {
    stops.stop();
    stops.await(Duration.ofDays(1));
    assertThat(stops.isStopping()).isTrue();
  }

  @Test
  void requestInterruptsOnlyWhatIsStillStarting() {
    stops.beginStarting();
    stops.endStarting();
    stops.stop();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void requestInterruptsAStart() {
    stops.beginStarting();
    stops.stop();
    assertThat(Thread.interrupted()).isTrue();
  }
}
