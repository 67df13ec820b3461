/**
 * This generator beside wrk and k6, against the same local server, and what the rest of the
 * pipeline costs. Start at {@link dev.pulse.benchmarks.sidebyside.SideBySide}, which {@code
 * benchmarks/side-by-side} runs. All load goes to 127.0.0.1. Needs Linux: CPU and memory are read
 * from {@code /proc}.
 */
@NullMarked
package dev.pulse.benchmarks.sidebyside;

import org.jspecify.annotations.NullMarked;
