package dev.pulse.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.benchmarks.process.Place;
import dev.pulse.benchmarks.sidebyside.Options.Part;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OptionsTest {
  @Test
  void withoutArgumentsAllIsMeasuredForTwentySeconds() {
    var options = Options.parse(List.of());

    assertThat(options.length()).isEqualTo(Duration.ofSeconds(20));
    assertThat(options.parts()).containsExactly(Part.values());
  }

  @Test
  void everyOptionIsTaken() {
    var options =
        Options.parse(
            List.of(
                "--seconds",
                "9",
                "--only",
                "wrk,vus",
                "--cores",
                "2,3",
                "--nice",
                "5",
                "--jvm",
                "-Xmx1g"));

    assertThat(options)
        .isEqualTo(
            new Options(
                Duration.ofSeconds(9),
                java.util.EnumSet.of(Part.WRK, Part.VUS),
                new Place("2", 5),
                new Place("3", 5),
                List.of("-Xmx1g"),
                false));
  }

  @Test
  void loadIsBoundedInTime() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse(List.of("--seconds", "41")))
        .withMessage("--seconds must be 8 to 40, is 41");
  }

  @Test
  void whatIsUnknownIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse(List.of("--fast")))
        .withMessage("unknown option --fast");
  }
}
