package dev.pulse.generator.http;

import dev.pulse.protocol.TraceId;
import dev.pulse.scenario.TemplateValues;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/**
 * Renders requests into one buffer of the event loop, which is reused as soon as the transport has
 * taken its bytes: nearly always within the write itself. Where a socket's buffer is full, that
 * buffer is left to the transport and another one is made.
 */
final class RequestWriter {
  private static final int INITIAL_BYTES = 4 << 10;

  private final ByteBufAllocator allocator;
  private final long streamHalf;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder body = new StringBuilder();
  private final byte[] trace = new byte[TraceId.TRACEPARENT_BYTES];
  private ByteBuf buffer;

  /**
   * A writer for one event loop.
   *
   * @param streamHalf {@link TraceId#streamHalf} of its stream
   */
  RequestWriter(ByteBufAllocator allocator, long streamHalf) {
    this.allocator = allocator;
    this.streamHalf = streamHalf;
    buffer = allocator.directBuffer(INITIAL_BYTES);
  }

  /**
   * Renders a request into the buffer that {@link #rendered} then gives.
   *
   * @param traceKey {@link TraceId#requestKey} of the request
   * @return false if a variable has no value; then nothing may be sent
   */
  boolean render(EncodedRequest request, TemplateValues values, long traceKey) {
    if (buffer.refCnt() > 1) {
      buffer.release();
      buffer = allocator.directBuffer(INITIAL_BYTES);
    }
    buffer.clear();
    for (Piece piece : request.pieces) {
      if (piece instanceof Piece.Fixed fixed) {
        buffer.writeBytes(fixed.bytes);
      } else if (!render(piece, values, traceKey)) {
        return false;
      }
    }
    return true;
  }

  private boolean render(Piece piece, TemplateValues values, long traceKey) {
    if (piece instanceof Piece.Trace) {
      TraceId.writeTraceparent(streamHalf, traceKey, trace, 0);
      buffer.writeBytes(trace);
      return true;
    }
    if (piece instanceof Piece.Filled filled) {
      text.setLength(0);
      boolean complete = filled.template().appendTo(text, values) == null;
      ByteBufUtil.writeUtf8(buffer, text);
      return complete;
    }
    if (piece instanceof Piece.BodyLength length) {
      body.setLength(0);
      boolean complete = length.template().appendTo(body, values) == null;
      buffer.writeCharSequence(
          Integer.toString(ByteBufUtil.utf8Bytes(body)), StandardCharsets.US_ASCII);
      return complete;
    }
    ByteBufUtil.writeUtf8(buffer, body);
    return true;
  }

  /** Bytes of the request just rendered. */
  int renderedBytes() {
    return buffer.readableBytes();
  }

  /** The request just rendered, retained for the transport, which releases it. */
  ByteBuf rendered() {
    return buffer.retain();
  }

  void close() {
    buffer.release();
  }
}
