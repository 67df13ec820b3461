/** Charts as text: well-formed, true to the data, the same each time. */
@NullMarked
package dev.pulse.reporter.chart;

import org.jspecify.annotations.NullMarked;
