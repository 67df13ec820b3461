/**
 * What held a run back, by rules over its intervals. A rule that needs a measurement which is not
 * there says so and is silent otherwise: it never guesses.
 *
 * <p>Start at {@link dev.pulse.reporter.bottleneck.Bottlenecks}; the rules stand in {@link
 * dev.pulse.reporter.bottleneck.Rules}.
 */
@NullMarked
package dev.pulse.reporter.bottleneck;

import org.jspecify.annotations.NullMarked;
