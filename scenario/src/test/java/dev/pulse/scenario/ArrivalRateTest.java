package dev.pulse.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.scenario.ArrivalRate.Spread;
import dev.pulse.scenario.RampingArrivalRate.RateRamp;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ArrivalRateTest {
  private static final long SECOND = 1_000_000_000L;

  private static ConstantArrivalRate constant(long rate, Duration length, Spread spread) {
    return new ConstantArrivalRate(rate, Duration.ofSeconds(1), length, 10, 10, spread);
  }

  private static RampingArrivalRate ramping(long start, List<RateRamp> ramps) {
    return new RampingArrivalRate(start, Duration.ofSeconds(1), ramps, 10, 10, Spread.REGULAR);
  }

  private static long[] times(ArrivalRate executor, long seed) {
    var walk = executor.arrivals(seed);
    return LongStream.generate(
            () -> {
              long due = walk.dueNanos();
              walk.next();
              return due;
            })
        .takeWhile(due -> due != Long.MAX_VALUE)
        .toArray();
  }

  @Test
  void aConstantRateIsEquallySpaced() {
    long[] times = times(constant(4, Duration.ofSeconds(2), Spread.REGULAR), 1);

    assertThat(times).containsExactly(LongStream.range(0, 8).map(n -> n * SECOND / 4).toArray());
  }

  @Test
  void aDayAtTenThousandASecondEndsOnTheNanosecond() {
    var line = constant(10_000, Duration.ofDays(1), Spread.REGULAR).rate();

    assertThat(line.count()).isEqualTo(864_000_000L);
    assertThat(line.nanosOf(863_999_999L)).isEqualTo(86_400 * SECOND - 100_000);
    assertThat(line.nanosOf(864_000_000L)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aRampFromNothingHasHalfOfWhatItsTopWouldHave() {
    var ramp = ramping(0, List.of(new RateRamp(Duration.ofSeconds(10), 100)));

    long[] times = times(ramp, 1);

    assertThat(times).hasSize(500);
    // Integral 100/10 · t²/2: the 125th arrives at half of the time.
    assertThat(times[125]).isCloseTo(5 * SECOND, within(10L));
  }

  @Test
  void nothingArrivesWhileTheRateIsZero() {
    var pause =
        ramping(
            10,
            List.of(
                new RateRamp(Duration.ofSeconds(1), 10),
                new RateRamp(Duration.ZERO, 0),
                new RateRamp(Duration.ofSeconds(5), 0),
                new RateRamp(Duration.ZERO, 10),
                new RateRamp(Duration.ofSeconds(1), 10)));

    long[] times = times(pause, 1);

    assertThat(times).hasSize(20);
    assertThat(times[9]).isEqualTo(900_000_000L);
    assertThat(times[10]).isEqualTo(6 * SECOND);
  }

  @Property(tries = 100)
  void arrivalsAreAsManyAsTheAreaAndInOrder(
      @ForAll @IntRange(max = 200) int start,
      @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 200) Integer> targets,
      @ForAll @IntRange(min = 1, max = 3_000) int millis) {
    var ramps = targets.stream().map(t -> new RateRamp(Duration.ofMillis(millis), t)).toList();
    if (start == 0 && targets.stream().allMatch(t -> t == 0)) {
      return;
    }
    var executor = ramping(start, ramps);

    long[] times = times(executor, 1);

    assertThat(times).isSorted().hasSize((int) executor.rate().count());
    for (int n = 0; n < times.length; n++) {
      assertThat(executor.rate().arrivalsBy(times[n])).isCloseTo(n, within(1e-3));
    }
  }

  @Property(tries = 20)
  void poissonArrivalsHaveTheRateAndItsVariance(@ForAll long seed) {
    int expected = 20_000;
    long[] times = times(constant(1_000, Duration.ofSeconds(20), Spread.POISSON), seed);

    assertThat(times).isSorted();
    assertThat((double) times.length).isCloseTo(expected, within(5 * Math.sqrt(expected)));
    double[] perTenth = new double[200];
    LongStream.of(times).forEach(t -> perTenth[(int) (t / (SECOND / 10))]++);
    double variance = 0;
    for (double count : perTenth) {
      variance += (count - 100) * (count - 100) / perTenth.length;
    }
    assertThat(variance).isBetween(50.0, 170.0);
    assertThat(times(constant(1_000, Duration.ofSeconds(20), Spread.POISSON), seed))
        .isEqualTo(times);
  }

  @Test
  void stagesAreNamedByTheirRate() {
    var ramp =
        ramping(
            0,
            List.of(
                new RateRamp(Duration.ofSeconds(1), 50), new RateRamp(Duration.ofSeconds(1), 50)));

    assertThat(ramp.stages())
        .extracting(Stage::name)
        .containsExactly("1 ramp 0→50/s", "2 hold 50/s");
    assertThat(ramp.stages()).extracting(Stage::isSustained).containsExactly(false, true);
  }

  @Test
  void aRateWithoutArrivalsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ramping(0, List.of(new RateRamp(Duration.ofSeconds(1), 0))))
        .withMessageContaining("at least one arrival");
  }
}
