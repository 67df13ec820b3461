package dev.pulse.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * A place in a JSON document, such as {@code /data/0/id}.
 *
 * @param text as typed; empty: the whole document
 * @param tokens names of members or indexes of elements from the root down, unescaped
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901</a>
 */
public record JsonPointer(String text, List<String> tokens) {

  /** Copies the tokens. */
  public JsonPointer {
    tokens = List.copyOf(tokens);
  }

  /**
   * Reads a pointer.
   *
   * @throws IllegalArgumentException if it is neither empty nor begins with {@code /}, or holds a
   *     {@code ~} that is neither {@code ~0} nor {@code ~1}
   */
  public static JsonPointer parse(String text) {
    if (!text.isEmpty() && (text.charAt(0) != '/' || text.matches("(?s).*~(?![01]).*"))) {
      throw new IllegalArgumentException(
          "must be a JSON Pointer such as /token or /items/0/id, is \"" + text + '"');
    }
    var tokens = new ArrayList<String>();
    for (String token : text.isEmpty() ? new String[0] : text.substring(1).split("/", -1)) {
      tokens.add(token.replace("~1", "/").replace("~0", "~"));
    }
    return new JsonPointer(text, tokens);
  }

  @Override
  public String toString() {
    return text;
  }
}
