/**
 * What a run has in Kafka, as points in InfluxDB for Grafana; {@code docs/influxdb-schema.md} names
 * each of them.
 *
 * <p>Start at {@link dev.pulse.aggregator.sink.InfluxSink}: Kafka → {@link
 * dev.pulse.aggregator.sink.RunPoints} → {@link dev.pulse.aggregator.sink.InfluxWriter}.
 */
@NullMarked
package dev.pulse.aggregator.sink;

import org.jspecify.annotations.NullMarked;
