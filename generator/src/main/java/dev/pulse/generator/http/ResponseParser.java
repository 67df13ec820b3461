package dev.pulse.generator.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads HTTP/1.1 answers from bytes that arrive in any pieces. Holds about 60 bytes a connection
 * and copies heads into the event loop's {@link ResponseHead}. Refuses what could be read in two
 * ways (contradicting lengths, negative sizes, white space before a colon) rather than guessing.
 *
 * <pre>
 * HEAD ─┬─▶ FIXED ───────────────────────────▶ complete
 *       ├─▶ UNTIL_CLOSE ──(closed)───────────▶ complete
 *       └─▶ CHUNK_SIZE ─▶ CHUNK ─▶ CHUNK_END ─┐
 *               ▲  └────(size 0)─▶ TRAILER ───┼▶ complete
 *               └─────────────────────────────┘
 * </pre>
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
final class ResponseParser {
  /** How far the parser came. */
  enum Progress {
    /** All bytes are taken, more are needed. */
    INCOMPLETE,
    /** The answer is complete; further bytes, if any, are not part of it. */
    COMPLETE,
    /** Not HTTP/1.1. */
    MALFORMED,
    /** The sink did not want the body any further. */
    REFUSED
  }

  private enum State {
    HEAD,
    FIXED,
    UNTIL_CLOSE,
    CHUNK_SIZE,
    CHUNK_EXTENSION,
    CHUNK,
    CHUNK_END,
    TRAILER
  }

  /** More hexadecimal digits than any body has bytes for. */
  private static final int MAX_CHUNK_SIZE_DIGITS = 15;

  private final HeadParser headParser;
  private State state = State.HEAD;
  private byte @Nullable [] partialHead;
  private long remaining;
  private int digits;
  private int lineBytes;
  private int trailerBytes;
  private boolean keepAlive;

  ResponseParser(ResponseHead scratch) {
    headParser = new HeadParser(scratch);
  }

  /** Whether the connection may be used again after the answer just completed. */
  boolean isKeepAlive() {
    return keepAlive;
  }

  /** Whether nothing of an answer has been read yet. */
  boolean isBetweenAnswers() {
    return state == State.HEAD && partialHead == null;
  }

  /**
   * Whether the end of the connection is the end of the answer, as it is for one without a length.
   */
  boolean isCompletedByClose() {
    return state == State.UNTIL_CLOSE;
  }

  /** Parses on; the buffer's reader index moves over what was taken. */
  Progress parse(ByteBuf in, ResponseSink sink) {
    var progress = Progress.INCOMPLETE;
    while (progress == Progress.INCOMPLETE && in.isReadable()) {
      progress =
          switch (state) {
            case HEAD -> head(in, sink);
            case FIXED, UNTIL_CLOSE, CHUNK -> data(in, sink);
            case CHUNK_SIZE -> chunkSize(in.readByte());
            case CHUNK_EXTENSION -> chunkExtension(in.readByte());
            case CHUNK_END -> chunkEnd(in.readByte());
            case TRAILER -> trailer(in.readByte());
          };
    }
    return progress;
  }

  private Progress head(ByteBuf in, ResponseSink sink) {
    var head = headParser.head;
    int kept = partialHead == null ? 0 : partialHead.length;
    if (partialHead != null) {
      System.arraycopy(partialHead, 0, head.bytes, 0, kept);
    }
    int added = Math.min(in.readableBytes(), ResponseHead.MAX_BYTES - kept);
    in.getBytes(in.readerIndex(), head.bytes, kept, added);
    int length = headParser.parse(kept + added);
    if (length == HeadParser.MALFORMED || (length == HeadParser.INCOMPLETE && added == 0)) {
      return Progress.MALFORMED;
    }
    if (length == HeadParser.INCOMPLETE) {
      partialHead = Arrays.copyOf(head.bytes, kept + added);
      in.skipBytes(added);
      return Progress.INCOMPLETE;
    }
    in.skipBytes(length - kept);
    partialHead = null;
    return headComplete(sink);
  }

  private Progress headComplete(ResponseSink sink) {
    int status = headParser.status;
    if (status < 200) {
      // 100 Continue and 103 Early Hints announce an answer; nobody asked for 101.
      return status == 101 ? Progress.MALFORMED : Progress.INCOMPLETE;
    }
    keepAlive = headParser.keepAlive;
    sink.head(status, headParser.head);
    if (sink.isBodiless() || status == 204 || status == 304) {
      return Progress.COMPLETE;
    }
    if (headParser.chunked) {
      return chunkFollows();
    }
    remaining = headParser.contentLength;
    if (remaining == 0) {
      return Progress.COMPLETE;
    }
    state = remaining > 0 ? State.FIXED : State.UNTIL_CLOSE;
    keepAlive &= remaining > 0;
    return Progress.INCOMPLETE;
  }

  private Progress chunkFollows() {
    state = State.CHUNK_SIZE;
    remaining = 0;
    digits = 0;
    return Progress.INCOMPLETE;
  }

  private Progress data(ByteBuf in, ResponseSink sink) {
    int length = in.readableBytes();
    if (state != State.UNTIL_CLOSE) {
      length = (int) Math.min(length, remaining);
      remaining -= length;
    }
    boolean wanted = sink.body(in, in.readerIndex(), length);
    in.skipBytes(length);
    if (!wanted) {
      return Progress.REFUSED;
    }
    if (state == State.UNTIL_CLOSE || remaining > 0) {
      return Progress.INCOMPLETE;
    }
    return state == State.FIXED ? complete() : chunkDataComplete();
  }

  private Progress chunkDataComplete() {
    state = State.CHUNK_END;
    return Progress.INCOMPLETE;
  }

  private Progress complete() {
    state = State.HEAD;
    return Progress.COMPLETE;
  }

  private Progress chunkSize(byte b) {
    int digit = Character.digit(b, 16);
    if (digit >= 0) {
      remaining = (remaining << 4) | digit;
      return ++digits > MAX_CHUNK_SIZE_DIGITS ? Progress.MALFORMED : Progress.INCOMPLETE;
    }
    if (digits == 0 || (b != '\r' && b != '\n' && b != ';' && b != ' ' && b != '\t')) {
      return Progress.MALFORMED;
    }
    state = State.CHUNK_EXTENSION;
    lineBytes = 0;
    return chunkExtension(b);
  }

  private Progress chunkExtension(byte b) {
    if (b != '\n') {
      return ++lineBytes > ResponseHead.MAX_BYTES ? Progress.MALFORMED : Progress.INCOMPLETE;
    }
    lineBytes = 0;
    trailerBytes = 0;
    state = remaining == 0 ? State.TRAILER : State.CHUNK;
    return Progress.INCOMPLETE;
  }

  private Progress chunkEnd(byte b) {
    if (b == '\n') {
      return chunkFollows();
    }
    return b == '\r' ? Progress.INCOMPLETE : Progress.MALFORMED;
  }

  private Progress trailer(byte b) {
    if (++trailerBytes > ResponseHead.MAX_BYTES) {
      return Progress.MALFORMED;
    }
    if (b != '\n') {
      lineBytes += b == '\r' ? 0 : 1;
      return Progress.INCOMPLETE;
    }
    boolean last = lineBytes == 0;
    lineBytes = 0;
    return last ? complete() : Progress.INCOMPLETE;
  }
}
