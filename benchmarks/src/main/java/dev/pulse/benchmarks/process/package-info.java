/**
 * The processes that benchmarks consist of: nginx as the target, a broker, a generator, and what
 * the kernel says they used. Start at {@link dev.pulse.benchmarks.process.Place}.
 */
@NullMarked
package dev.pulse.benchmarks.process;

import org.jspecify.annotations.NullMarked;
