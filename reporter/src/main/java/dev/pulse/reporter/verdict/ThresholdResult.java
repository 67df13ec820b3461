package dev.pulse.reporter.verdict;

import java.util.Locale;

/**
 * A threshold of the scenario file and the figure it met.
 *
 * @param metric with its selector, as typed
 * @param expression as typed, such as {@code p(99)<500}
 * @param abortOnFail whether crossing it ends the run
 * @param hasData whether anything was measured; without data no threshold holds
 * @param observed the figure: milliseconds, a rate 0..1, a count, or a count per second
 * @param holds whether the figure satisfies it
 * @param figure the figure's name and value, such as {@code p(99)=412.31ms}
 */
public record ThresholdResult(
    String metric,
    String expression,
    boolean abortOnFail,
    boolean hasData,
    double observed,
    boolean holds,
    String figure) {

  /** For people, such as {@code http_req_duration p(99)<500: p(99)=612.31ms}. */
  public String text() {
    return String.format(Locale.ROOT, "%s %s: %s", metric, expression, figure);
  }
}
