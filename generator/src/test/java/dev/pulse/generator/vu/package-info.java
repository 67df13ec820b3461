/** Tests of virtual users against real targets. */
@NullMarked
package dev.pulse.generator.vu;

import org.jspecify.annotations.NullMarked;
