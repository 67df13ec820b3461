package dev.pulse.launcher.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExitCodeTest {
  @Test
  void numbersAreThoseOfTheReadme() {
    assertThat(ExitCode.OK.code()).isZero();
    assertThat(ExitCode.INCONCLUSIVE.code()).isEqualTo(96);
    assertThat(ExitCode.FAILED.code()).isEqualTo(99);
    assertThat(ExitCode.BAD_CONFIGURATION.code()).isEqualTo(104);
    assertThat(ExitCode.INTERRUPTED.code()).isEqualTo(105);
    assertThat(ExitCode.ENVIRONMENT.code()).isEqualTo(107);
  }

  @Test
  void brokenRunOutweighsItsFigures() {
    assertThat(ExitCode.FAILED.worse(ExitCode.ENVIRONMENT)).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(ExitCode.OK.worse(ExitCode.INCONCLUSIVE)).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(ExitCode.INTERRUPTED.worse(ExitCode.FAILED)).isEqualTo(ExitCode.INTERRUPTED);
  }
}
