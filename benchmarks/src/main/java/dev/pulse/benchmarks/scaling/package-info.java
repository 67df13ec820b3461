/**
 * How cost grows: with agents, aggregators, series and the rate of requests. Start at {@link
 * dev.pulse.benchmarks.scaling.Scaling}, which {@code benchmarks/scaling} runs. All load goes to
 * 127.0.0.1. Needs Linux.
 */
@NullMarked
package dev.pulse.benchmarks.scaling;

import org.jspecify.annotations.NullMarked;
