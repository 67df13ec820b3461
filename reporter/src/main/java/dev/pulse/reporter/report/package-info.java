/**
 * The report of one or more runs: Markdown by a FreeMarker template, HTML from that Markdown, the
 * charts as SVG.
 *
 * <p>Start at {@link dev.pulse.reporter.report.Report}. The same runs and criteria give the same
 * bytes: nothing here reads a clock, a locale, a time zone or the machine. What comes from outside
 * (names, titles, tags) is escaped for Markdown on its way through the template, and the HTML has
 * no markup but that made from Markdown.
 */
@NullMarked
package dev.pulse.reporter.report;

import org.jspecify.annotations.NullMarked;
