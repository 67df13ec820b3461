package dev.pulse.sandbox.api;

import io.javalin.http.Context;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers by the trace id of their request, so that one that comes again could be answered without
 * doing it again. Nothing ever leaves it: {@link Flaw#KEEPS_ANSWERS}.
 */
final class KeptAnswers {
  private static final String TRACE = "traceparent";

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  /** What was answered to whom. */
  private record Answer(String path, int status, String body) {}

  /** Keeps what was just answered; a request without a trace id is not told apart from others. */
  void keep(Context context) {
    String trace = context.header(TRACE);
    String body = context.result();
    if (trace != null && body != null) {
      answers.put(trace, new Answer(context.path(), context.statusCode(), body));
    }
  }
}
