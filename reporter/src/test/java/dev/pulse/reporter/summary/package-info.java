/** Tests of the package of the same name. */
@NullMarked
package dev.pulse.reporter.summary;

import org.jspecify.annotations.NullMarked;
