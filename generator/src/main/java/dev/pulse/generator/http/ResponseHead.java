package dev.pulse.generator.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Status line and headers of an answer, as bytes in a scratch array that is overwritten by the next
 * answer on the event loop: valid only while it is being handed out. No object per header is made;
 * a header costs when it is asked for.
 */
final class ResponseHead {
  /** Longest head that is read, bytes. */
  static final int MAX_BYTES = 64 << 10;

  final byte[] bytes = new byte[MAX_BYTES];
  int headersFrom;
  int end;

  /**
   * Value of the first header of a name, without surrounding white space.
   *
   * @param name in any case, ASCII
   * @return null if there is none
   */
  @Nullable String value(String name) {
    int line = headersFrom;
    while (line < end) {
      int lineEnd = lineEnd(line);
      if (isNamed(line, lineEnd, name)) {
        return text(line + name.length() + 1, lineEnd);
      }
      line = lineEnd + 1;
    }
    return null;
  }

  private int lineEnd(int from) {
    int at = from;
    while (at < end && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  /** Whether a line begins with a name and a colon. */
  boolean isNamed(int line, int lineEnd, String name) {
    int length = name.length();
    if (lineEnd - line <= length || bytes[line + length] != ':') {
      return false;
    }
    return startsWith(line, lineEnd, name);
  }

  /** Whether the bytes from a place on are a text, ASCII case ignored. */
  boolean startsWith(int from, int to, String text) {
    if (to - from < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (lower(bytes[from + i]) != lower((byte) text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a comma-separated value has a token, ASCII case ignored. */
  boolean hasToken(int from, int to, String token) {
    int at = from;
    while (at < to) {
      int comma = at;
      while (comma < to && bytes[comma] != ',') {
        comma++;
      }
      if (text(at, comma).equalsIgnoreCase(token)) {
        return true;
      }
      at = comma + 1;
    }
    return false;
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + 32 : b;
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).strip();
  }
}
