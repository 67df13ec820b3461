package dev.pulse.reporter.report;

/**
 * Escapes text so that Markdown shows it as it is: no markup, no table cell ends, no line breaks,
 * no HTML, no link. Works inside tables, headings and paragraphs, not inside code spans.
 */
final class MarkdownText {
  private static final String ESCAPED = "\\`*[]<>|&~#";
  private static final String LEADING = "-+=:";

  private MarkdownText() {}

  /** The text on one line, escaped. */
  static String escape(String text) {
    String line = singleLine(text);
    var escaped = new StringBuilder(line.length() + 8);
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (needsEscape(line, i, c)) {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }

  private static boolean needsEscape(String line, int at, char c) {
    return switch (c) {
      case '_' -> !(isWord(line, at - 1) && isWord(line, at + 1));
      case ':' -> at == 0 || line.startsWith("//", at + 1);
      case '.' -> endsListNumber(line, at) || isWww(line, at);
      case ')' -> endsListNumber(line, at);
      default -> ESCAPED.indexOf(c) >= 0 || (at == 0 && LEADING.indexOf(c) >= 0);
    };
  }

  private static boolean isWord(String line, int at) {
    return at >= 0 && at < line.length() && Character.isLetterOrDigit(line.charAt(at));
  }

  private static boolean isWww(String line, int at) {
    return at >= 3 && line.regionMatches(true, at - 3, "www", 0, 3);
  }

  /** {@code 1. } at the start of a line would begin a list. */
  private static boolean endsListNumber(String line, int at) {
    boolean followed = at + 1 < line.length() && line.charAt(at + 1) != ' ';
    return at > 0 && !followed && line.substring(0, at).chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /**
   * A code span of the text; plain escaped text where a span could not hold it, because no escape
   * works within one.
   */
  static String code(String text) {
    String line = singleLine(text);
    boolean fits = !line.isEmpty() && line.indexOf('`') < 0 && line.indexOf('|') < 0;
    return fits ? "`" + line + "`" : escape(line);
  }

  /** White space to single blanks; control and direction characters to U+FFFD. */
  static String singleLine(String text) {
    var line = new StringBuilder(text.length());
    text.codePoints().forEach(c -> line.appendCodePoint(printable(c)));
    return line.toString().strip();
  }

  private static int printable(int c) {
    if (c == '\t' || c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029) {
      return ' ';
    }
    boolean direction = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
    return Character.isISOControl(c) || direction || surrogate ? 0xFFFD : c;
  }
}
