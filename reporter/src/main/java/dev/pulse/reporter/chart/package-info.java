/**
 * Pictures of a run as SVG text: a pure function of the figures, with nothing from the machine
 * (fonts, locale, time) in it, so that the same run gives the same bytes everywhere.
 *
 * <p>Start at {@link dev.pulse.reporter.chart.TimeChart}; {@link
 * dev.pulse.reporter.chart.DistributionChart} is the other kind. Both draw into a {@code Frame}
 * (title, legend, axes) through {@code Svg}.
 */
@NullMarked
package dev.pulse.reporter.chart;

import org.jspecify.annotations.NullMarked;
