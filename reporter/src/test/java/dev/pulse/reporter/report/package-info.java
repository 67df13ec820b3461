/** Reports of synthetic runs: complete, repeatable, unmoved by hostile names. */
@NullMarked
package dev.pulse.reporter.report;

import org.jspecify.annotations.NullMarked;
