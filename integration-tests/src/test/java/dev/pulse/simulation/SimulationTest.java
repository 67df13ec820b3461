package dev.pulse.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.protocol.SystemClock;
import dev.pulse.reporter.verdict.Verdict;
import dev.pulse.simulation.Simulation.Mutation;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Seeds in a row; {@code -Dsimulation.seeds=N} for more, {@code -Dsimulation.from=N} for others.
 */
class SimulationTest {
  private static final long FROM = Long.getLong("simulation.from", 0);
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 1_000);

  @Test
  void whatMustHoldHoldsForEverySeed() {
    Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    long samples = 0;
    long begin = SystemClock.nanoTime();
    for (long seed = FROM; seed < FROM + SEEDS; seed++) {
      var result = new Simulation(seed, Mutation.NONE).run();
      verdicts.merge(result.verdict(), 1, Integer::sum);
      samples += result.samples();
    }
    double seconds = (SystemClock.nanoTime() - begin) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%d seeds, %d samples in %.1f s, %.0f seeds a minute: %s%n",
        SEEDS,
        samples,
        seconds,
        SEEDS / seconds * 60,
        verdicts);
    if (SEEDS >= 100) {
      // Else nothing was at stake.
      assertThat(verdicts.getOrDefault(Verdict.PASS, 0)).isGreaterThan(SEEDS / 10);
      assertThat(verdicts.getOrDefault(Verdict.INCONCLUSIVE, 0)).isGreaterThan(SEEDS / 10);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aFaultOfTheSystemItselfIsFoundWithinAHundredSeeds(Mutation mutation) {
    assertThatThrownBy(
            () -> {
              for (long seed = 0; seed < 100; seed++) {
                new Simulation(seed, mutation).run();
              }
            })
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("-Dsimulation.from=");
  }

  @Test
  void aSeedDoesTheSameAgain() {
    for (long seed = 0; seed < 5; seed++) {
      assertThat(new Simulation(seed, Mutation.NONE).run())
          .isEqualTo(new Simulation(seed, Mutation.NONE).run());
    }
  }
}
