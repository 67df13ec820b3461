package dev.pulse.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.benchmarks.sidebyside.Measurement.Window;
import org.junit.jupiter.api.Test;

final class ResultsTest {
  private final Results results = new Results();

  private static Measurement measurement(double cpuSeconds, long peakMib) {
    var window = new Window(10, 1_000_000, cpuSeconds);
    return new Measurement(2, window, window, peakMib << 20, "");
  }

  @Test
  void aGoalThatIsReachedIsMet() {
    results.addWrk(measurement(5, 6));
    results.setPulse(new Lab.Kept(measurement(7, 150), 1_000_000, 12_000_000));

    assertThat(results.text())
        .containsPattern("multiple of wrk +1\\.400 +at most 1\\.500: met")
        .containsPattern("bytes per sample, saturated +12\\.000 +at most 16\\.000: met");
  }

  @Test
  void aGoalThatIsNotReachedIsMissed() {
    results.addWrk(measurement(5, 6));
    results.setPulse(new Lab.Kept(measurement(8, 150), 1_000_000, 17_000_000));
    results.setManyVus(new Lab.Kept(measurement(8, 201), 1_000_000, 1));

    assertThat(results.text())
        .containsPattern("multiple of wrk +1\\.600 +at most 1\\.500: MISSED")
        .containsPattern("bytes per sample, saturated +17\\.000 +at most 16\\.000: MISSED")
        .containsPattern("resident with 5,000 VUs, MiB +201\\.000 +at most 200\\.000: MISSED");
  }

  @Test
  void theAggregatorMustReachItsRateNotStayBelowIt() {
    results.setAggregator(new AggregatorOutput(300_000, 400_000, 2.001, "1 of 1"));

    assertThat(results.text()).containsPattern("CPU second +499,750 +at least 500,000: MISSED");
  }

  @Test
  void runsOfWrkCountAsOne() {
    results.addWrk(measurement(4, 6));
    results.addWrk(measurement(6, 6));

    assertThat(results.text()).containsPattern("wrk +100,000 +0\\.00500");
  }

  @Test
  void whatWasNotMeasuredIsSaid() {
    results.note("k6 was not measured: there is none on PATH.");

    assertThat(results.text()).contains("k6 was not measured").doesNotContain("share of k6");
  }
}
