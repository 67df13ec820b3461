package dev.pulse.launcher.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private static ProgressFigures at(long elapsedMicros, long p99Micros, String stage) {
    return new ProgressFigures(
        elapsedMicros, 60_000_000, 34, 100, 812, 3, 900, 68.4, p99Micros, 0.0123, stage);
  }

  @Test
  void saysInK6sWordsHowFarTheRunIs() {
    assertThat(ProgressLine.render("running", at(12_040_000, 12_345, "1 ramp 0→100"), 500))
        .isEqualTo(
            "running (0m12.0s), 034/100 VUs, 812 complete and 3 interrupted iterations, 68 req/s,"
                + " p99 12.34ms, errors 1.23%  [===>----------------] 20 %  1 ramp 0→100");
  }

  @Test
  void percentileIsADashUntilThereIsOne() {
    assertThat(ProgressLine.render("running", at(0, 0, ""), 500))
        .contains("p99 -,")
        .endsWith("[--------------------] 0 %");
  }

  @Test
  void barIsFullAtTheEndAndDuringTheGracefulStop() {
    assertThat(ProgressLine.render("running", at(75_500_000, 1, ""), 500))
        .startsWith("running (1m15.5s)")
        .endsWith("[====================] 100 %");
  }

  @Test
  void narrowTerminalKeepsTheBar() {
    assertThat(ProgressLine.render("running", at(12_040_000, 12_345, "1 ramp 0→100"), 110))
        .isEqualTo(
            "running (0m12.0s), 034/100 VUs, 68 req/s, p99 12.34ms, errors 1.23%"
                + "  [===>----------------] 20 %  1 ramp 0→100");
  }

  @Test
  void neverIsWiderThanTheTerminal() {
    for (int columns = 20; columns < 200; columns++) {
      var line = ProgressLine.render("stopping", at(12_000_000, 12_345, "2 hold 100"), columns);
      assertThat(line.length()).isLessThanOrEqualTo(columns);
      assertThat(line).startsWith("stopping (0m12.0s)");
    }
  }
}
