package dev.pulse.generator.http;

import io.netty.buffer.ByteBuf;

/** Receives the parts of an answer as they are parsed. */
interface ResponseSink {
  /** Whether the answer has no body whatever its head says: it is one to {@code HEAD}. */
  boolean isBodiless();

  /**
   * The final status and headers are there; 1xx are skipped.
   *
   * @param status 200..999
   * @param head valid during this call only
   */
  void head(int status, ResponseHead head);

  /**
   * A stretch of the body, chunk framing removed.
   *
   * @return false if the body is not wanted any further: parsing stops with {@code REFUSED}
   */
  boolean body(ByteBuf buffer, int index, int length);
}
