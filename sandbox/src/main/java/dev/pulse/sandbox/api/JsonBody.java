package dev.pulse.sandbox.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Request and response bodies as JSON. */
final class JsonBody {
  private final ObjectMapper mapper =
      JsonMapper.builder()
          // A price is money: no detour over binary fractions.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /**
   * The request's body.
   *
   * @throws Rejection 400 if it is not JSON
   */
  JsonNode read(Context context) {
    try {
      return mapper.readTree(context.bodyAsBytes());
    } catch (IOException e) {
      throw Rejection.badRequest("body is not JSON");
    }
  }

  byte[] write(Object answer) {
    try {
      return mapper.writeValueAsBytes(answer);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  void answer(Context context, int status, Object answer) {
    answer(context, status, write(answer));
  }

  void answer(Context context, int status, byte[] written) {
    context.status(status).contentType(ContentType.JSON).result(written);
  }
}
