package dev.pulse.generator.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pulse.scenario.JsonPointer;
import java.io.IOException;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/** Finds one value in a JSON document without building a tree of it. */
final class JsonValue {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonValue() {}

  /**
   * The value at a place: a string's characters, anything else as JSON text.
   *
   * @return null if there is nothing at that place, or the body is no JSON up to there
   */
  static @Nullable String at(BodyBuffer body, JsonPointer pointer) {
    try (JsonParser parser = JSON.createParser(body.bytes(), 0, body.length())) {
      parser.nextToken();
      for (String token : pointer.tokens()) {
        if (!descend(parser, token)) {
          return null;
        }
      }
      return text(parser);
    } catch (IOException e) {
      return null;
    }
  }

  private static boolean descend(JsonParser parser, String token) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return toMember(parser, token);
    }
    return parser.currentToken() == JsonToken.START_ARRAY && toElement(parser, token);
  }

  private static boolean toMember(JsonParser parser, String name) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean isSought = name.equals(parser.currentName());
      parser.nextToken();
      if (isSought) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }

  private static boolean toElement(JsonParser parser, String index) throws IOException {
    if (!index.matches("0|[1-9][0-9]{0,8}")) {
      return false;
    }
    int left = Integer.parseInt(index);
    while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
      if (left-- == 0) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }

  private static @Nullable String text(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      return null;
    }
    if (token.isScalarValue()) {
      return parser.getText();
    }
    var text = new StringWriter();
    try (JsonGenerator copy = JSON.createGenerator(text)) {
      copy.copyCurrentStructure(parser);
    }
    return text.toString();
  }
}
