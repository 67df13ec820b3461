/** Tests of moving, measuring and removing runs. */
@NullMarked
package dev.pulse.reporter.archive;

import org.jspecify.annotations.NullMarked;
