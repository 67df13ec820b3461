/** What the simulation needs of this package's own. */
@NullMarked
package dev.pulse.aggregator;

import org.jspecify.annotations.NullMarked;
