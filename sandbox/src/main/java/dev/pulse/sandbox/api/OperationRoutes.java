package dev.pulse.sandbox.api;

import dev.pulse.sandbox.api.Answers.Health;
import io.javalin.http.Context;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Whether the API is well, and its figures. Both are open, as a probe has no token. */
final class OperationRoutes {
  private static final int CHECK_SECONDS = 2;

  private final DataSource database;
  private final AnswerCache cache;
  private final ApiMetrics metrics;
  private final JsonBody json;

  OperationRoutes(DataSource database, AnswerCache cache, ApiMetrics metrics, JsonBody json) {
    this.database = database;
    this.cache = cache;
    this.metrics = metrics;
    this.json = json;
  }

  void health(Context context) {
    boolean postgres = databaseAnswers();
    boolean redis = cache.answers();
    boolean well = postgres && redis;
    Health health = new Health(word(well), word(postgres), word(redis));
    json.answer(context, well ? 200 : 503, health);
  }

  private static String word(boolean up) {
    return up ? "up" : "down";
  }

  private boolean databaseAnswers() {
    try (Connection connection = database.getConnection()) {
      return connection.isValid(CHECK_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  void metrics(Context context) throws IOException {
    context.contentType(metrics.contentType()).result(metrics.text());
  }
}
