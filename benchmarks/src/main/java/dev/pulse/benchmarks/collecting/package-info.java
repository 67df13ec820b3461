/**
 * What watching costs the watched: {@link dev.pulse.benchmarks.collecting.CollectorOverhead} loads
 * a PostgreSQL and a Redis, now with and now without a collector that reads them.
 */
@NullMarked
package dev.pulse.benchmarks.collecting;

import org.jspecify.annotations.NullMarked;
