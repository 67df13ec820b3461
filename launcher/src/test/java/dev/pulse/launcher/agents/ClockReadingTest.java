package dev.pulse.launcher.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ClockReadingTest {
  private static final long HOUR_MICROS = 3_600_000_000L;

  @Test
  void evenWaysGiveTheOffsetExactly() {
    // Asked at 1,000; 50 there, 20 at the other side, 50 back; the other clock is an hour ahead.
    var reading = ClockReading.of(1_000, 1_050 + HOUR_MICROS, 1_070 + HOUR_MICROS, 1_120);

    assertThat(reading).isEqualTo(new ClockReading(HOUR_MICROS, 50));
  }

  @Test
  void theTruthIsAlwaysWithinTheError() {
    var random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      long truth = random.nextLong(-HOUR_MICROS, HOUR_MICROS);
      long asked = random.nextLong(1_000_000);
      long there = random.nextLong(20_000);
      long work = random.nextLong(5_000);
      long back = random.nextLong(20_000);

      long heard = asked + there + truth;
      var reading = ClockReading.of(asked, heard, heard + work, asked + there + work + back);

      assertThat(Math.abs(reading.offsetMicros() - truth))
          .isLessThanOrEqualTo(reading.errorMicros());
    }
  }

  @Test
  void theShortestWayCounts() {
    var rough = new ClockReading(900, 800);
    var fine = new ClockReading(100, 5);

    assertThat(rough.better(fine)).isEqualTo(fine);
    assertThat(fine.better(rough)).isEqualTo(fine);
  }
}
