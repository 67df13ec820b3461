package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.reporter.verdict.Decision;
import dev.pulse.reporter.verdict.Judgement;
import dev.pulse.reporter.verdict.Verdict;
import java.util.List;

/** What runs come to, as an exit code. */
final class Verdicts {
  private Verdicts() {}

  /**
   * The exit code.
   *
   * @param thresholdsCount whether a crossed threshold of the scenario file fails the run
   */
  static ExitCode exitCode(Decision decision, List<Judgement> runs, boolean thresholdsCount) {
    boolean crossed = thresholdsCount && runs.stream().anyMatch(Judgement::hasCrossedThreshold);
    boolean failed = runs.stream().anyMatch(run -> run.verdict() == Verdict.FAIL);
    boolean open = runs.isEmpty() || runs.stream().anyMatch(run -> isOpen(run));
    if (crossed || failed) {
      return ExitCode.FAILED;
    }
    if (open) {
      return ExitCode.INCONCLUSIVE;
    }
    boolean marginal = runs.stream().anyMatch(run -> run.verdict() == Verdict.MARGINAL);
    return marginal && decision.waiver().isEmpty() ? ExitCode.FAILED : ExitCode.OK;
  }

  private static boolean isOpen(Judgement run) {
    return run.verdict() == Verdict.INCONCLUSIVE;
  }
}
