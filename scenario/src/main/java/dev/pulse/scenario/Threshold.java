package dev.pulse.scenario;

import dev.pulse.protocol.ThresholdExpression;
import java.time.Duration;

/**
 * What must hold of a whole run.
 *
 * @param expression which figure, and its bound
 * @param abortOnFail whether failing it ends the run early
 * @param delayAbortEval how long the run goes on before it may be ended by it, ≥ 0
 */
public record Threshold(
    ThresholdExpression expression, boolean abortOnFail, Duration delayAbortEval) {

  /** Checks that the delay is not negative. */
  public Threshold {
    Durations.requireNotNegative(delayAbortEval, "delayAbortEval");
  }
}
