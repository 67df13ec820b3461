/** Tests of the recorder. */
@NullMarked
package dev.pulse.generator.record;

import org.jspecify.annotations.NullMarked;
