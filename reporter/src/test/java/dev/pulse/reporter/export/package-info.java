/** Tests of the package of the same name. */
@NullMarked
package dev.pulse.reporter.export;

import org.jspecify.annotations.NullMarked;
