/** What the simulation needs of this package's own. */
@NullMarked
package dev.pulse.generator.publish;

import org.jspecify.annotations.NullMarked;
