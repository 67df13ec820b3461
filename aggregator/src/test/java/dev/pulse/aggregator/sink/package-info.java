/** Tests of the sink: odd answers from a server of their own, and a real Kafka. */
@NullMarked
package dev.pulse.aggregator.sink;

import org.jspecify.annotations.NullMarked;
