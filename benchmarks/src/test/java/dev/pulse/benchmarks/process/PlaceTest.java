package dev.pulse.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PlaceTest {
  @Test
  void aCommandIsBoundToItsCore() {
    assertThat(new Place("1", 0).command(List.of("wrk", "-t1")).command())
        .containsExactly("taskset", "-c", "1", "wrk", "-t1");
  }

  @Test
  void aPriorityIsGivenToTheToolItself() {
    assertThat(new Place("0", -5).command(List.of("wrk")).command())
        .containsExactly("taskset", "-c", "0", "nice", "-n", "-5", "wrk");
  }
}
