/** Tests of timers. */
@NullMarked
package dev.pulse.generator.pacing;

import org.jspecify.annotations.NullMarked;
