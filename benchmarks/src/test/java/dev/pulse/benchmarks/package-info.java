/**
 * Runs the body of each benchmark once and checks its result, so that none measures something else
 * than it says.
 */
@NullMarked
package dev.pulse.benchmarks;

import org.jspecify.annotations.NullMarked;
