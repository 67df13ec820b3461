/**
 * JMH benchmarks of the parts that run once a sample. Start at {@link
 * dev.pulse.benchmarks.EncodeBenchmark}; each one's doc says which difference to read. {@code
 * benchmarks/jmh} runs them; {@link dev.pulse.benchmarks.sidebyside} compares the whole with other
 * tools.
 */
@NullMarked
package dev.pulse.benchmarks;

import org.jspecify.annotations.NullMarked;
