/** Reads what the tools really printed, and holds the text of the results. */
@NullMarked
package dev.pulse.benchmarks.sidebyside;

import org.jspecify.annotations.NullMarked;
