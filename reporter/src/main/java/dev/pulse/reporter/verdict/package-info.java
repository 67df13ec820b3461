/**
 * What a run is worth: verdict, thresholds, and the decision over several runs.
 *
 * <p>Start at {@link dev.pulse.reporter.verdict.Judge}, a pure function of a run's data and the
 * criteria. Why it judges as it does stands in {@code docs/decisions/0003-verdict.md}.
 */
@NullMarked
package dev.pulse.reporter.verdict;

import org.jspecify.annotations.NullMarked;
