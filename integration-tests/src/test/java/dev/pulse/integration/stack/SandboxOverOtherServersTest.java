package dev.pulse.integration.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pulse.integration.PulseProcess;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox as the stack starts it, over a PostgreSQL and a Redis that are not its own. */
class SandboxOverOtherServersTest {
  private static final Duration START = Duration.ofSeconds(90);
  private static final Pattern URL = Pattern.compile("url=(http://[0-9.:]+)");

  @TempDir private Path own;
  @TempDir private Path over;

  @Test
  void sandboxServesTheDataOfTheServersItIsGiven() throws Exception {
    var first = PulseProcess.start(own, Map.of(), "sandbox", "--port", "18400");
    try {
      urlOf(first);
      var servers = servers();
      var environment =
          Map.of(
              "PULSE_SANDBOX_JDBC_URL", servers.getProperty("jdbc-url"),
              "PULSE_SANDBOX_REDIS_URI", servers.getProperty("redis-uri"),
              "PULSE_SANDBOX_HOST", "127.0.0.1");
      var second = PulseProcess.start(over, environment, "sandbox", "--port", "18400");
      try {
        String url = urlOf(second);

        assertThat(answer(url + "/health", "")).contains("200");
        assertThat(
                answer(
                    url + "/api/auth/login",
                    "{\"email\":\"user1@tenant1.com\",\"password\":\"test123\"}"))
            .contains("200")
            .contains("token");
        assertThat(over.resolve(".pulse/sandbox")).doesNotExist();
      } finally {
        second.signal("TERM");
        assertThat(second.await(Duration.ofSeconds(20)).exitCode()).isZero();
      }
    } finally {
      first.signal("TERM");
      first.await(Duration.ofSeconds(30));
    }
  }

  private static String urlOf(PulseProcess sandbox) {
    return await()
        .atMost(START)
        .until(
            () -> {
              var found = URL.matcher(sandbox.output());
              return found.find() ? found.group(1) : "";
            },
            url -> !url.isEmpty());
  }

  private Properties servers() throws Exception {
    var servers = new Properties();
    try (Reader reader =
        Files.newBufferedReader(own.resolve(".pulse/sandbox/sandbox.properties"))) {
      servers.load(reader);
    }
    return servers;
  }

  private static String answer(String url, String body) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url));
    if (!body.isEmpty()) {
      request.POST(HttpRequest.BodyPublishers.ofString(body));
    }
    var answer =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }
}
