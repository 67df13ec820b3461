package dev.pulse.reporter.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class TicksTest {

  @Test
  void stepsAreOnesTwosAndFives() {
    assertThat(labels(Ticks.linear(100, 5))).containsExactly("0", "20", "40", "60", "80", "100");
    assertThat(labels(Ticks.linear(2.08, 5))).containsExactly("0", "0.5", "1", "1.5", "2", "2.5");
  }

  @Test
  void timeIsMinutesAndSecondsAndFromAnHourOnHoursAndMinutes() {
    assertThat(labels(Ticks.time(600, 10))).startsWith("0:00", "1:00").endsWith("10:00");
    assertThat(labels(Ticks.time(86_400, 10))).startsWith("0:00", "3:00").endsWith("24:00");
  }

  @Test
  void thousandsAreGrouped() {
    assertThat(Ticks.label(1_234_567.5)).isEqualTo("1,234,567.5");
    assertThat(Ticks.label(0.001)).isEqualTo("0.001");
  }

  @Property(tries = 300)
  void linearMarksReachOverTheGreatestValueAndAreFew(
      @ForAll @Scale(4) @DoubleRange(min = 1e-3, max = 1e9) double greatest,
      @ForAll @IntRange(min = 2, max = 12) int wanted) {
    List<Tick> ticks = Ticks.linear(greatest, wanted);
    assertThat(ticks.get(ticks.size() - 1).value()).isGreaterThanOrEqualTo(greatest * 0.999999);
    assertThat(ticks).hasSizeLessThanOrEqualTo(wanted + 1);
  }

  @Property(tries = 300)
  void logarithmicMarksEncloseTheValues(
      @ForAll @Scale(4) @DoubleRange(min = 1e-3, max = 1) double least,
      @ForAll @Scale(4) @DoubleRange(min = 30, max = 1e7) double greatest) {
    List<Tick> ticks = Ticks.logarithmic(least, greatest, 9);
    assertThat(ticks.get(0).value()).isLessThanOrEqualTo(least);
    assertThat(ticks.get(ticks.size() - 1).value()).isGreaterThanOrEqualTo(greatest);
    assertThat(ticks).hasSizeLessThan(14);
  }

  private static List<String> labels(List<Tick> ticks) {
    return ticks.stream().map(Tick::label).toList();
  }
}
