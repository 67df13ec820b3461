package dev.pulse.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunIdsTest {
  private static final Instant NOON = Instant.parse("2026-03-04T12:05:06.789Z");

  @Test
  void nameHasTimeAndTitle() {
    assertThat(RunIds.next(NOON, "Target capacity", Set.of()))
        .isEqualTo("20260304-120506-target-capacity");
  }

  @Test
  void takenNamesAreCountedUp() {
    String first = RunIds.next(NOON, "smoke", Set.of());
    String second = RunIds.next(NOON, "smoke", Set.of(first));
    String third = RunIds.next(NOON, "smoke", Set.of(first, second));
    assertThat(List.of(second, third)).containsExactly(first + "-2", first + "-3");
  }

  @Test
  void nothingInATitleEscapesAFileName() {
    assertThat(RunIds.next(NOON, "../..//é Ünï\u0000|%", Set.of())).isEqualTo("20260304-120506-n");
    assertThat(RunIds.next(NOON, "???", Set.of())).isEqualTo("20260304-120506-run");
    assertThat(RunIds.next(NOON, "x".repeat(500), Set.of())).hasSize(16 + 40);
  }
}
