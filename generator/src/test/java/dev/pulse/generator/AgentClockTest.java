package dev.pulse.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AgentClockTest {
  private final AtomicReference<Instant> wall = new AtomicReference<>(Instant.ofEpochSecond(1_000));
  private final AtomicLong nanos = new AtomicLong(77);
  private final AgentClock clock = new AgentClock(new Clocks(nanos::get, wall::get));

  @Test
  void aWallClockThatStepsAnHourChangesNothing() {
    wall.updateAndGet(now -> now.plus(Duration.ofHours(1)));
    nanos.addAndGet(5_000_000_000L);

    assertThat(clock.epochMicros()).isEqualTo(1_005_000_000L);
    assertThat(clock.nanosAt(1_005_000_000L)).isEqualTo(nanos.get());
  }

  @Test
  void aMomentToComeIsAsFarAwayOnBothClocks() {
    assertThat(clock.nanosAt(clock.epochMicros() + 250)).isEqualTo(nanos.get() + 250_000);
  }
}
