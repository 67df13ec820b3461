package dev.pulse.generator.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
  private final TimerWheel wheel = new TimerWheel();
  private final List<Long> expired = new ArrayList<>();

  private final class Noting extends Timer {
    @Override
    protected void expire(long deadlineMicros) {
      expired.add(deadlineMicros);
    }
  }

  @Test
  void timerExpiresAtTheFirstTickAfterItsTimeAndOnce() {
    wheel.set(new Noting(), 2_500);
    wheel.turn(2_499);
    assertThat(expired).isEmpty();
    wheel.turn(3_500);
    wheel.turn(9_000_000);
    assertThat(expired).containsExactly(2_500L);
  }

  @Test
  void cancelledTimerNeverExpires() {
    var timer = new Noting();
    wheel.set(timer, 1_000);
    wheel.cancel(timer);
    wheel.turn(60_000_000);
    assertThat(expired).isEmpty();
    assertThat(timer.isSet()).isFalse();
  }

  @Test
  void timerThatIsSetAgainMoves() {
    var timer = new Noting();
    wheel.set(timer, 1_000);
    wheel.set(timer, 5_000);
    wheel.turn(4_000);
    assertThat(expired).isEmpty();
    wheel.turn(6_000);
    assertThat(expired).containsExactly(5_000L);
  }

  @Test
  void timerFurtherAwayThanTheWheelIsLongWaitsItsTurns() {
    wheel.set(new Noting(), 60_000_000);
    for (long now = 0; now < 60_000_000; now += 999) {
      wheel.turn(now);
    }
    assertThat(expired).isEmpty();
    wheel.turn(60_001_000);
    assertThat(expired).hasSize(1);
  }

  @Test
  void timerMaySetItselfAgainWhenItExpires() {
    var again =
        new Timer() {
          int times;

          @Override
          protected void expire(long deadlineMicros) {
            times++;
            wheel.set(this, deadlineMicros + 1_000);
          }
        };
    wheel.set(again, 1_000);
    for (long now = 1_000; now <= 10_000; now += 1_000) {
      wheel.turn(now);
    }
    assertThat(again.times).isBetween(8, 10);
  }

  @Property(tries = 300)
  void everyTimerExpiresWithinATickOfItsTimeAndNeverBefore(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 1, max = 20_000_000) Integer> deadlines,
      @ForAll @IntRange(min = 500, max = 3_000_000) int step) {
    var all = new TimerWheel();
    var left = new ArrayList<Integer>(deadlines);
    long[] now = {0};
    for (Integer deadline : deadlines) {
      all.set(
          new Timer() {
            @Override
            protected void expire(long deadlineMicros) {
              assertThat(deadlineMicros).isLessThanOrEqualTo(now[0]);
              assertThat(now[0] - deadlineMicros).isLessThan(step + 2 * TimerWheel.TICK_MICROS);
              left.remove(Integer.valueOf((int) deadlineMicros));
            }
          },
          deadline);
    }
    while (now[0] < 20_010_000) {
      now[0] += step;
      all.turn(now[0]);
    }
    assertThat(left).isEmpty();
  }
}
