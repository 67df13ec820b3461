/** Sources against real servers. */
@NullMarked
package dev.pulse.collector;

import org.jspecify.annotations.NullMarked;
