package dev.pulse.reporter.verdict;

import java.util.Locale;

/**
 * Bounds of a figure of which less is better.
 *
 * @param ideal what one would like to be under; shown, not judged; equal to the acceptance if none
 * @param acceptance below it: PASS
 * @param marginal up to it: MARGINAL, above: FAIL
 */
public record Band(double ideal, double acceptance, double marginal) {

  /** Checks 0 < ideal ≤ acceptance ≤ marginal. */
  public Band {
    if (!(ideal > 0 && ideal <= acceptance && acceptance <= marginal)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a band must have 0 < ideal <= acceptance <= marginal, is %s, %s, %s",
              ideal,
              acceptance,
              marginal));
    }
  }

  /** PASS, MARGINAL or FAIL. */
  public Verdict judge(double value) {
    if (value < acceptance) {
      return Verdict.PASS;
    }
    return value <= marginal ? Verdict.MARGINAL : Verdict.FAIL;
  }
}
