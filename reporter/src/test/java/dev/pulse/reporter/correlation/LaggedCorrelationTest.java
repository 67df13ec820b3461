package dev.pulse.reporter.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What moves together is found with its lag; what does not is not, however slow it is. */
class LaggedCorrelationTest {
  private static final double NOMINAL = 0.05;
  private static final int SEEDS = 100;
  private static final int LAG = 10;

  @ParameterizedTest
  @CsvSource({"60, 0", "60, 0.5", "60, 0.9", "120, 0.9", "120, 0.95", "240, 0.9"})
  void independentSeriesAreReportedAtMostAtTheNominalRate(int points, double memory) {
    long reported =
        IntStream.range(0, SEEDS)
            .filter(
                seed -> {
                  var random = new Random(seed);
                  double[] target = autoregressive(points, memory, random);
                  var series =
                      IntStream.range(0, 5)
                          .mapToObj(i -> autoregressive(points, memory, random))
                          .toList();
                  return correlation(target, constant(points), seed).with(series).stream()
                      .anyMatch(found -> found.p() <= NOMINAL);
                })
            .count();
    // More than 8 of 100 come by chance in one of sixteen at exactly the nominal rate.
    assertThat(reported).isLessThanOrEqualTo(8);
  }

  @Property(tries = 25)
  void aLaggedCopyIsFoundWithItsLag(
      @ForAll @IntRange(min = -LAG, max = LAG) int lag, @ForAll @IntRange(max = 10_000) int seed) {
    var random = new Random(seed);
    double[] slow = autoregressive(200 + 2 * LAG, 0.7, random);
    double[] target = Arrays.copyOfRange(slow, LAG, 200 + LAG);
    double[] series = Arrays.copyOfRange(slow, LAG + lag, 200 + LAG + lag);
    double[] other = autoregressive(200, 0.7, random);

    List<Correlated> found = correlation(target, constant(200), seed).with(List.of(other, series));

    assertThat(found.get(1).lag()).isEqualTo(lag);
    assertThat(found.get(1).rho()).isGreaterThan(0.9);
    assertThat(found.get(1).p()).isLessThan(0.01);
  }

  @Test
  void whatBothOweToTheLoadIsNoMovement() {
    var random = new Random(7);
    double[] load = IntStream.range(0, 200).mapToDouble(i -> i).toArray();
    double[] target = plus(load, autoregressive(200, 0.5, random), 5);
    double[] series = plus(load, autoregressive(200, 0.5, random), 5);

    Correlated blind = correlation(target, constant(200), 1).with(List.of(series)).get(0);
    Correlated told = correlation(target, load, 1).with(List.of(series)).get(0);

    assertThat(blind.rho()).isGreaterThan(0.9);
    assertThat(Math.abs(told.rho())).isLessThan(0.5);
    assertThat(told.p()).isEqualTo(1);
  }

  @Test
  void seriesThatNeverChangesOrIsMostlyMissingTellsNothing() {
    double[] target = autoregressive(100, 0.5, new Random(3));
    double[] sparse = target.clone();
    Arrays.fill(sparse, 0, 40, Double.NaN);

    var found = correlation(target, constant(100), 1).with(List.of(constant(100), sparse));

    assertThat(found).allMatch(one -> one.p() == 1);
  }

  @Test
  void tooFewPointsTellNothing() {
    double[] target = autoregressive(29, 0.5, new Random(3));
    assertThat(correlation(target, constant(29), 1).with(List.of(target)).get(0).p()).isEqualTo(1);
  }

  @Test
  void sameInputIsSameResult() {
    double[] target = autoregressive(100, 0.5, new Random(3));
    double[] series = plus(target, autoregressive(100, 0.5, new Random(4)), 1);
    assertThat(correlation(target, constant(100), 1).with(List.of(series)))
        .isEqualTo(correlation(target, constant(100), 1).with(List.of(series)));
  }

  private static LaggedCorrelation correlation(double[] target, double[] load, long seed) {
    boolean[] wanted = new boolean[target.length];
    Arrays.fill(wanted, true);
    return new LaggedCorrelation(target, load, wanted, LAG, seed);
  }

  private static double[] constant(int points) {
    return new double[points];
  }

  private static double[] plus(double[] values, double[] noise, double weight) {
    return IntStream.range(0, values.length)
        .mapToDouble(i -> values[i] + weight * noise[i])
        .toArray();
  }

  /** Each value keeps a share of the one before; begun in its long-run state. */
  private static double[] autoregressive(int points, double memory, Random random) {
    double[] values = new double[points];
    double value = random.nextGaussian() / Math.sqrt(1 - memory * memory);
    for (int i = 0; i < points; i++) {
      values[i] = value;
      value = memory * value + random.nextGaussian();
    }
    return values;
  }
}
