package dev.pulse.generator.http;

/**
 * Reads the status line and those headers that decide where an answer ends, from bytes in a {@link
 * ResponseHead}.
 */
final class HeadParser {
  /** The end of the head is not there yet. */
  static final int INCOMPLETE = -1;

  /** Not the head of an HTTP/1.x answer. */
  static final int MALFORMED = -2;

  private static final String VERSION = "HTTP/1.";
  private static final int STATUS_AT = 9;
  private static final long NO_LENGTH = -1;
  private static final int MAX_LENGTH_DIGITS = 18;

  final ResponseHead head;
  int status;
  long contentLength;
  boolean chunked;
  boolean keepAlive;

  HeadParser(ResponseHead head) {
    this.head = head;
  }

  /**
   * Parses the bytes from 0 on.
   *
   * @param available bytes there
   * @return length of the head with the empty line that ends it; or {@link #INCOMPLETE}, or {@link
   *     #MALFORMED}
   */
  int parse(int available) {
    contentLength = NO_LENGTH;
    chunked = false;
    head.end = available;
    byte[] bytes = head.bytes;
    int line = 0;
    for (int at = 0; at < available; at++) {
      if (bytes[at] != '\n') {
        continue;
      }
      int lineEnd = at > line && bytes[at - 1] == '\r' ? at - 1 : at;
      if (line == 0 && !statusLine(lineEnd)) {
        return MALFORMED;
      }
      if (line > 0 && lineEnd == line) {
        head.end = line;
        return at + 1;
      }
      if (line > 0 && !header(line, lineEnd)) {
        return MALFORMED;
      }
      if (line == 0) {
        head.headersFrom = at + 1;
      }
      line = at + 1;
    }
    return line == 0 && !couldBeStatusLine(available) ? MALFORMED : INCOMPLETE;
  }

  /** Garbage without a line's end is told from a slow answer by its first bytes. */
  private boolean couldBeStatusLine(int available) {
    int known = Math.min(available, VERSION.length());
    return head.startsWith(0, available, VERSION.substring(0, known));
  }

  private boolean statusLine(int end) {
    byte[] b = head.bytes;
    if (end < STATUS_AT + 3 || !head.startsWith(0, end, VERSION) || b[STATUS_AT - 1] != ' ') {
      return false;
    }
    status = digit(b[STATUS_AT]) * 100 + digit(b[STATUS_AT + 1]) * 10 + digit(b[STATUS_AT + 2]);
    keepAlive = b[VERSION.length()] == '1';
    boolean threeDigits = end == STATUS_AT + 3 || b[STATUS_AT + 3] == ' ';
    return threeDigits && status >= 100 && status <= 999;
  }

  /** A value that makes any number with it negative, for what is no digit. */
  private static int digit(byte b) {
    return b >= '0' && b <= '9' ? b - '0' : -10_000;
  }

  private boolean header(int line, int end) {
    // By first letter, so that most headers cost one comparison.
    return switch (head.bytes[line] | 0x20) {
      case 'c' -> headerWithC(line, end);
      case 't' -> transferEncoding(line, end);
      default -> true;
    };
  }

  private boolean headerWithC(int line, int end) {
    if (head.isNamed(line, end, "content-length")) {
      return contentLength(line + "content-length:".length(), end);
    }
    if (head.isNamed(line, end, "connection")) {
      int value = line + "connection:".length();
      keepAlive =
          keepAlive ? !head.hasToken(value, end, "close") : head.hasToken(value, end, "keep-alive");
    }
    return true;
  }

  private boolean transferEncoding(int line, int end) {
    if (head.isNamed(line, end, "transfer-encoding")) {
      chunked = head.hasToken(line + "transfer-encoding:".length(), end, "chunked");
      return chunked;
    }
    return true;
  }

  private boolean contentLength(int from, int to) {
    int at = from;
    while (at < to && isBlank(head.bytes[at])) {
      at++;
    }
    int end = to;
    while (end > at && isBlank(head.bytes[end - 1])) {
      end--;
    }
    if (end == at || end - at > MAX_LENGTH_DIGITS) {
      return false;
    }
    long length = 0;
    for (; at < end; at++) {
      int digit = digit(head.bytes[at]);
      if (digit < 0) {
        return false;
      }
      length = length * 10 + digit;
    }
    boolean agrees = contentLength == NO_LENGTH || contentLength == length;
    contentLength = length;
    return agrees;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }
}
