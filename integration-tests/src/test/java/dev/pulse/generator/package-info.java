/** What the simulation needs of this package's own. */
@NullMarked
package dev.pulse.generator;

import org.jspecify.annotations.NullMarked;
