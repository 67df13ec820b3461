/**
 * Whether two series of a run move together beyond what chance gives: rank correlation with lag,
 * tested against surrogates that fluctuate as slowly as the real series.
 *
 * <p>Start at {@link dev.pulse.reporter.correlation.LaggedCorrelation}.
 */
@NullMarked
package dev.pulse.reporter.correlation;

import org.jspecify.annotations.NullMarked;
