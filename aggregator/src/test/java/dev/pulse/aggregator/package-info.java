/** Tests of the aggregator. */
@NullMarked
package dev.pulse.aggregator;

import org.jspecify.annotations.NullMarked;
