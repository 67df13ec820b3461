/**
 * The end of a run in k6's form, as text for people and as JSON for machines.
 *
 * <p>Start at {@link dev.pulse.reporter.summary.RunSummary}; it collects what {@link
 * dev.pulse.reporter.summary.SummaryText} and {@link dev.pulse.reporter.summary.SummaryJson} write,
 * so that both have the same figures.
 */
@NullMarked
package dev.pulse.reporter.summary;

import org.jspecify.annotations.NullMarked;
