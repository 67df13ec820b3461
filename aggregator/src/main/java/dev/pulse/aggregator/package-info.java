/**
 * Samples to interval summaries, exactly once.
 *
 * <p>Start at {@link dev.pulse.aggregator.AggregationTopology}: the whole data flow on one screen.
 * {@link dev.pulse.aggregator.Aggregator} runs it; {@link dev.pulse.aggregator.Recomputation} and
 * {@link dev.pulse.aggregator.Verification} check its results without it.
 */
@NullMarked
package dev.pulse.aggregator;

import org.jspecify.annotations.NullMarked;
