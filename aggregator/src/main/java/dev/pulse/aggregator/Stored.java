package dev.pulse.aggregator;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;

/** Reads what the aggregator wrote itself: bytes that do not parse are a defect, not bad input. */
final class Stored {
  private Stored() {}

  static <T> T parse(Parser<T> parser, byte[] bytes) {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an internal record was not written by this version", e);
    }
  }
}
