/**
 * What must hold before load begins, each refused with what was tried, what came back and what to
 * do.
 *
 * <p>Start at {@link dev.pulse.generator.preflight.Preflight}.
 */
@NullMarked
package dev.pulse.generator.preflight;

import org.jspecify.annotations.NullMarked;
