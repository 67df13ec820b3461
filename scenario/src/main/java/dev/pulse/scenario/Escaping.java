package dev.pulse.scenario;

import java.nio.charset.StandardCharsets;

/** How a value is made safe for the place where it is filled in. Literals stay as typed. */
public enum Escaping {
  /** As it is. */
  NONE {
    @Override
    void append(StringBuilder out, CharSequence value) {
      out.append(value);
    }
  },

  /** Percent-encoded but for RFC 3986's unreserved characters, so a value cannot end a segment. */
  PATH {
    @Override
    void append(StringBuilder out, CharSequence value) {
      for (byte b : value.toString().getBytes(StandardCharsets.UTF_8)) {
        char c = (char) (b & 0xff);
        if (isUnreserved(c)) {
          out.append(c);
        } else {
          out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
        }
      }
    }
  },

  /** Without control characters, so a value cannot begin another header. */
  HEADER {
    @Override
    void append(StringBuilder out, CharSequence value) {
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c >= ' ' && c != 0x7f) {
          out.append(c);
        }
      }
    }
  },

  /** The inside of a JSON string, so a value cannot end it. */
  JSON {
    @Override
    void append(StringBuilder out, CharSequence value) {
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c == '"' || c == '\\') {
          out.append('\\').append(c);
        } else if (c < ' ') {
          out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
        } else {
          out.append(c);
        }
      }
    }
  };

  private static final String HEX = "0123456789ABCDEF";

  abstract void append(StringBuilder out, CharSequence value);

  private static boolean isUnreserved(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }
}
