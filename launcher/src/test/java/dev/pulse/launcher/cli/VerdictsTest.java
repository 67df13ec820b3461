package dev.pulse.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.reporter.run.Accounting;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.verdict.Decision;
import dev.pulse.reporter.verdict.Judgement;
import dev.pulse.reporter.verdict.ThresholdResult;
import dev.pulse.reporter.verdict.Verdict;
import dev.pulse.reporter.verdict.Waiver;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictsTest {
  private static final ThresholdResult CROSSED =
      new ThresholdResult("http_req_duration", "p(99)<1", false, true, 2, false, "p(99)=2ms");

  private static Judgement judgement(Verdict verdict, ThresholdResult... thresholds) {
    return new Judgement(
        "run",
        verdict,
        List.of(),
        List.of(),
        Accounting.of(new RunData("run")),
        List.of(thresholds));
  }

  private static ExitCode code(
      Optional<Waiver> waiver, boolean thresholdsCount, Judgement... runs) {
    var judged = List.of(runs);
    return Verdicts.exitCode(Decision.over(judged, waiver), judged, thresholdsCount);
  }

  private static ExitCode code(Judgement... runs) {
    return code(Optional.empty(), true, runs);
  }

  @Test
  void worstRunDecides() {
    assertThat(code(judgement(Verdict.PASS))).isEqualTo(ExitCode.OK);
    assertThat(code(judgement(Verdict.PASS), judgement(Verdict.INCONCLUSIVE)))
        .isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(code(judgement(Verdict.INCONCLUSIVE), judgement(Verdict.FAIL)))
        .isEqualTo(ExitCode.FAILED);
  }

  @Test
  void noRunNeverPasses() {
    assertThat(code()).isEqualTo(ExitCode.INCONCLUSIVE);
  }

  @Test
  void marginalNeedsAWaiver() {
    var waiver = Optional.of(new Waiver("Ann", "known outlier"));
    assertThat(code(judgement(Verdict.MARGINAL))).isEqualTo(ExitCode.FAILED);
    assertThat(code(waiver, true, judgement(Verdict.MARGINAL))).isEqualTo(ExitCode.OK);
    assertThat(code(waiver, true, judgement(Verdict.FAIL))).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void crossedThresholdFailsUnlessItIsNotToCount() {
    assertThat(code(judgement(Verdict.PASS, CROSSED))).isEqualTo(ExitCode.FAILED);
    assertThat(code(Optional.empty(), false, judgement(Verdict.PASS, CROSSED)))
        .isEqualTo(ExitCode.OK);
  }
}
