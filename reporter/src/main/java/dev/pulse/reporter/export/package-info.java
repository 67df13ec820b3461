/**
 * Every sample of a run, out of Kafka into a file that other tools read.
 *
 * <p>Start at {@link dev.pulse.reporter.export.SampleExport}. The formats are explained in {@code
 * docs/export.md}.
 */
@NullMarked
package dev.pulse.reporter.export;

import org.jspecify.annotations.NullMarked;
