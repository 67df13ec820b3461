/** Tests of the preflight. */
@NullMarked
package dev.pulse.generator.preflight;

import org.jspecify.annotations.NullMarked;
