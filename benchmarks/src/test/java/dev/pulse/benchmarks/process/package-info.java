/** Holds how processes are placed on cores. */
@NullMarked
package dev.pulse.benchmarks.process;

import org.jspecify.annotations.NullMarked;
