/**
 * What the report names where something is really wrong. Start at {@link
 * dev.pulse.benchmarks.bottlenecks.ConfusionTable}, which {@code benchmarks/bottlenecks} runs. All
 * load goes to 127.0.0.1.
 */
@NullMarked
package dev.pulse.benchmarks.bottlenecks;

import org.jspecify.annotations.NullMarked;
