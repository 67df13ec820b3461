package dev.pulse.generator.http;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** An answer's body while a check or an extraction needs it; pooled by the event loop. */
final class BodyBuffer {
  private static final int INITIAL_BYTES = 4 << 10;

  /** Larger ones are not kept for the next answer. */
  private static final int MAX_POOLED_BYTES = 256 << 10;

  private byte[] bytes = new byte[INITIAL_BYTES];
  private int length;

  void clear() {
    length = 0;
    if (bytes.length > MAX_POOLED_BYTES) {
      bytes = new byte[INITIAL_BYTES];
    }
  }

  void append(ByteBuf buffer, int index, int count) {
    reserve(count);
    buffer.getBytes(index, bytes, length, count);
    length += count;
  }

  private void reserve(int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
    }
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /**
   * Undoes gzip or deflate.
   *
   * @param encoding value of {@code Content-Encoding}
   * @param maxBytes most that it may unfold to
   * @return whether it stayed within {@code maxBytes}
   * @throws IOException if the bytes are not so encoded, or the encoding is another one
   */
  boolean decode(String encoding, long maxBytes) throws IOException {
    var packed = new ByteArrayInputStream(Arrays.copyOf(bytes, length));
    length = 0;
    try (InputStream in = decoder(encoding.toLowerCase(Locale.ROOT), packed)) {
      int read = 0;
      while (read >= 0 && length <= maxBytes) {
        length += read;
        reserve(INITIAL_BYTES);
        read = in.read(bytes, length, bytes.length - length);
      }
    }
    return length <= maxBytes;
  }

  private static InputStream decoder(String encoding, InputStream packed) throws IOException {
    return switch (encoding) {
      case "identity" -> packed;
      case "gzip", "x-gzip" -> new GZIPInputStream(packed);
      case "deflate" -> new InflaterInputStream(packed);
      default -> throw new IOException("Content-Encoding must be gzip or deflate, is " + encoding);
    };
  }

  /** Whether some bytes stand in the body. */
  boolean contains(byte[] sought) {
    for (int at = 0; at <= length - sought.length; at++) {
      if (bytes[at] == sought[0]
          && Arrays.equals(bytes, at, at + sought.length, sought, 0, sought.length)) {
        return true;
      }
    }
    return false;
  }
}
