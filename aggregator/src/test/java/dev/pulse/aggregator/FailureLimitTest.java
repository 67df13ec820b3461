package dev.pulse.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailureLimitTest {
  private Instant now = Instant.EPOCH;
  private final FailureLimit limit = new FailureLimit(() -> now);

  @Test
  void failuresInQuickSuccessionAreNotBornForEver() {
    for (int i = 0; i < FailureLimit.MOST; i++) {
      assertThat(limit.bears()).isTrue();
    }

    assertThat(limit.bears()).isFalse();
  }

  @Test
  void rareFailuresAre() {
    for (int i = 0; i < 100; i++) {
      now = now.plus(Duration.ofMinutes(1));
      assertThat(limit.bears()).isTrue();
    }
  }
}
