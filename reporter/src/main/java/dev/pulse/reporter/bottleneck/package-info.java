/**
 * What held a run back, by rules over its intervals and what was read of the system under test. A
 * rule is data and stands in {@code rules.yaml}; a figure that it names is code, in {@link
 * dev.pulse.reporter.bottleneck.Vocabulary}. A rule that needs a measurement which is not there
 * says so and is silent otherwise: it never guesses.
 *
 * <p>Start at {@link dev.pulse.reporter.bottleneck.Bottlenecks}; docs/bottlenecks.md says what each
 * part means.
 */
@NullMarked
package dev.pulse.reporter.bottleneck;

import org.jspecify.annotations.NullMarked;
