package dev.pulse.reporter.chart;

/** Writes SVG elements: escapes text, rounds coordinates to a tenth of a pixel. */
final class Svg {
  private final StringBuilder out = new StringBuilder(8_192);

  /** Starts an element; its attributes follow. */
  Svg open(String element) {
    out.append('<').append(element);
    return this;
  }

  Svg attribute(String name, String value) {
    out.append(' ').append(name).append("=\"").append(escape(value)).append('"');
    return this;
  }

  Svg attribute(String name, double pixels) {
    return attribute(name, number(pixels));
  }

  /** Ends the start tag of an element with content. */
  Svg content() {
    out.append('>');
    return this;
  }

  Svg text(String text) {
    out.append(escape(text));
    return this;
  }

  /** Ends an element with content. */
  Svg close(String element) {
    out.append("</").append(element).append(">\n");
    return this;
  }

  /** Ends an element without content. */
  void end() {
    out.append("/>\n");
  }

  /** A line of text at its baseline; {@code style} is a list of classes. */
  void label(String style, double x, double y, String text) {
    open("text").attribute("class", style).attribute("x", x).attribute("y", y);
    content().text(text).close("text");
  }

  void line(String style, double x1, double y1, double x2, double y2) {
    open("path").attribute("class", style);
    attribute("d", "M" + number(x1) + " " + number(y1) + "L" + number(x2) + " " + number(y2)).end();
  }

  void rect(String style, double x, double y, double width, double height) {
    open("rect").attribute("class", style).attribute("x", x).attribute("y", y);
    attribute("width", Math.max(0, width)).attribute("height", Math.max(0, height)).end();
  }

  void path(String style, String data) {
    if (!data.isEmpty()) {
      open("path").attribute("class", style).attribute("d", data).end();
    }
  }

  @Override
  public String toString() {
    return out.toString();
  }

  /** At most one decimal, without a trailing zero. */
  static String number(double value) {
    long tenths = Math.round(value * 10);
    String whole = (tenths < 0 ? "-" : "") + Math.abs(tenths / 10);
    long fraction = Math.abs(tenths % 10);
    return fraction == 0 ? whole : whole + "." + fraction;
  }

  /** Text made safe for XML content and attributes; what XML forbids becomes U+FFFD. */
  static String escape(String text) {
    var escaped = new StringBuilder(text.length() + 8);
    text.codePoints().forEach(c -> escape(c, escaped));
    return escaped.toString();
  }

  private static void escape(int codePoint, StringBuilder escaped) {
    switch (codePoint) {
      case '&' -> escaped.append("&amp;");
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      case '"' -> escaped.append("&quot;");
      case '\t', '\n', '\r' -> escaped.append(' ');
      default -> escaped.appendCodePoint(isAllowed(codePoint) ? codePoint : 0xFFFD);
    }
  }

  private static boolean isAllowed(int codePoint) {
    boolean surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
    boolean direction =
        (codePoint >= 0x202A && codePoint <= 0x202E)
            || (codePoint >= 0x2066 && codePoint <= 0x2069);
    return !Character.isISOControl(codePoint)
        && !surrogate
        && !direction
        && codePoint != 0xFFFE
        && codePoint != 0xFFFF;
  }
}
