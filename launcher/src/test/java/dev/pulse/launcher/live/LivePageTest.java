package dev.pulse.launcher.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.reporter.run.RunFollower;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivePageTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path folder;
  private static RecordedRun run;
  private static RunFollower follower;
  private static LivePage page;

  @BeforeAll
  static void start() throws Exception {
    run = new RecordedRun(folder.resolve("kafka"));
    run.write(0, 9);
    follower = RunFollower.start(run.settings(), RecordedRun.RUN);
    page = LivePage.start(LivePage.DEFAULT_PORT);
    page.show(follower);
    await().atMost(Duration.ofSeconds(20)).until(() -> view().path("points").size() >= 10);
  }

  @AfterAll
  static void stop() {
    page.close();
    follower.close();
    run.close();
  }

  @Test
  void showsTheFiguresOfTheRunData() throws Exception {
    var view = view();

    assertThat(view.path("title").asText()).isEqualTo("Baseline <b>");
    assertThat(view.path("whole").path("count").asLong())
        .isEqualTo(view.path("points").size() * (long) RecordedRun.SAMPLES_A_SECOND);
    assertThat(view.path("whole").path("p99").asLong()).isEqualTo(99_007);
    assertThat(view.path("whole").path("errorRate").asDouble()).isEqualTo(0.01);
    assertThat(view.path("requests").get(0).path("name").asText()).isEqualTo("portfolio");
    assertThat(view.path("vusMax").asInt()).isEqualTo(100);
  }

  @Test
  void pushesNewIntervalsByServerSentEvents() throws Exception {
    var request =
        HttpRequest.newBuilder(address("api/events")).header("Accept", "text/event-stream").build();
    var events = HTTP.send(request, BodyHandlers.ofLines()).body();
    run.write(10, 12);

    boolean seen =
        events
            .filter(line -> line.startsWith("data: "))
            .limit(20)
            .anyMatch(line -> line.contains("\"at\":12.0"));

    assertThat(seen).isTrue();
  }

  @Test
  void anotherHostIsRefused() throws IOException {
    assertThat(statusLine("Host: evil.example")).contains("403");
    assertThat(statusLine("Host: evil.example:5665")).contains("403");
    assertThat(statusLine("Host: localhost.evil.example")).contains("403");
    assertThat(statusLine("Host: localhost:5665")).contains("200");
  }

  private static String statusLine(String header) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), address("").getPort())) {
      String request = "GET /api/run HTTP/1.1\r\n" + header + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8)
          .lines()
          .findFirst()
          .orElse("");
    }
  }

  @Test
  void listensOnLoopbackOnly() throws IOException {
    try (var anywhereElse =
        new ServerSocket(
            address("").getPort(), 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 2}))) {
      assertThat(anywhereElse.isBound()).isTrue();
    }
  }

  @Test
  void takesTheNextPortWhereOneIsTaken() throws Exception {
    try (var second = LivePage.start(address("").getPort())) {
      assertThat(second.address()).isNotEqualTo(page.address());
      assertThat(body(URI.create(second.address()).resolve("api/run"))).isEqualTo("{}");
    }
  }

  @Test
  void everythingComesFromHereAndNothingFromElsewhere() throws Exception {
    for (String path : new String[] {"", "live.js", "live.css", "uplot.js", "uplot.css"}) {
      var response = get(address(path));
      assertThat(response.statusCode()).as(path).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Security-Policy"))
          .hasValue("default-src 'self'; img-src data:");
      assertThat(response.body()).as(path).doesNotContain("src=\"http", "@import", "fetch('http");
    }
  }

  @Test
  void aBrowserDrawsIt() throws Exception {
    assumeTrue(Browser.isRequired() || Browser.isThere(), "skipped: no chromium to show it in");
    try (var browser = Browser.open(folder.resolve("chromium"), page.address())) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> browser.evaluate("document.title"), title -> title.startsWith("Baseline"));

      assertThat(browser.evaluate("document.getElementById('p99').textContent"))
          .isEqualTo("99.0 ms");
      assertThat(browser.evaluate("document.getElementById('title').innerHTML"))
          .isEqualTo("Baseline &lt;b&gt;");
      assertThat(browser.evaluate("String(document.querySelectorAll('canvas').length)"))
          .isEqualTo("3");
      assertThat(browser.evaluate("String(document.documentElement.scrollWidth <= innerWidth)"))
          .as("nothing sticks out sideways")
          .isEqualTo("true");
    }
  }

  private static JsonNode view() throws IOException, InterruptedException {
    return JSON.readTree(body(address("api/run")));
  }

  private static String body(URI address) throws IOException, InterruptedException {
    return get(address).body();
  }

  private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString(UTF_8));
  }

  private static URI address(String path) {
    return URI.create(page.address()).resolve(path);
  }
}
