/** What a benchmark needs of this package's own. */
@NullMarked
package dev.pulse.aggregator.sink;

import org.jspecify.annotations.NullMarked;
