/**
 * Points a second of the InfluxDB sink beside the client writing the same points alone. Start at
 * {@link dev.pulse.benchmarks.sink.SinkThroughput}.
 */
@NullMarked
package dev.pulse.benchmarks.sink;

import org.jspecify.annotations.NullMarked;
