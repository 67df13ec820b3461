package dev.pulse.aggregator;

import dev.pulse.aggregator.wire.Shuffled;
import dev.pulse.protocol.v1.AggregateRecord;
import org.apache.kafka.common.utils.Bytes;

/** What stage 1 makes of a batch, by where it goes. */
sealed interface StreamResult {

  /** Bytes that are not a batch, or contradict the stream; the reason stands in the headers. */
  record Refused(Bytes value) implements StreamResult {}

  /** What was received of a stream so far. */
  record Account(AggregateRecord value) implements StreamResult {}

  /** A partial, or a watermark. */
  record Passed(Shuffled value) implements StreamResult {}
}
