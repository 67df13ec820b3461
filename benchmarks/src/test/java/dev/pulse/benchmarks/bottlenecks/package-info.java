/** Tests of reading reports and counting what they name. */
@NullMarked
package dev.pulse.benchmarks.bottlenecks;

import org.jspecify.annotations.NullMarked;
