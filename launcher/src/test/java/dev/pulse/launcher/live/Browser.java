package dev.pulse.launcher.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A page in headless Chromium at the width of a phone, asked through its DevTools protocol.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/">Chrome DevTools Protocol</a>
 */
final class Browser implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/chromium");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(16);
  private final WebSocket socket;
  private int calls;

  private Browser(Process process, URI debugger) {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(debugger, new Answers()).join();
  }

  /** Collects whole answers, which may come in parts. */
  private final class Answers implements WebSocket.Listener {
    private final StringBuilder parts = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      parts.append(data);
      if (last) {
        answers.add(parts.toString());
        parts.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  static boolean isThere() {
    return Files.isExecutable(PROGRAM);
  }

  /** Continuous integration must have a browser; elsewhere a missing one is a reason to skip. */
  static boolean isRequired() {
    return "true".equals(System.getenv("PULSE_REQUIRE_ALL"));
  }

  static Browser open(Path profile, String address) throws Exception {
    var process =
        new ProcessBuilder(
                PROGRAM.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=390,800",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                address)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new Browser(process, debugger(profile.resolve("DevToolsActivePort"), address));
  }

  /** Where the page's debugger listens, from the port that Chromium wrote into its profile. */
  private static URI debugger(Path portFile, String address) throws Exception {
    await().atMost(PATIENCE).until(() -> Files.exists(portFile) && Files.size(portFile) > 0);
    String port = Files.readAllLines(portFile, UTF_8).get(0);
    var list = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"));
    JsonNode found =
        await()
            .atMost(PATIENCE)
            .until(() -> page(list.build(), address), page -> page.has("webSocketDebuggerUrl"));
    return URI.create(found.path("webSocketDebuggerUrl").asText());
  }

  private static JsonNode page(HttpRequest list, String address)
      throws IOException, InterruptedException {
    var pages =
        JSON.readTree(HttpClient.newHttpClient().send(list, BodyHandlers.ofString()).body());
    for (JsonNode page : pages) {
      if (page.path("url").asText().startsWith(address)) {
        return page;
      }
    }
    return JSON.createObjectNode();
  }

  /** The string that a JavaScript expression gives in the page. */
  String evaluate(String expression) throws Exception {
    var call =
        Map.of(
            "id",
            ++calls,
            "method",
            "Runtime.evaluate",
            "params",
            Map.of("expression", expression));
    socket.sendText(JSON.writeValueAsString(call), true).join();
    return JSON.readTree(next()).path("result").path("result").path("value").asText();
  }

  private String next() throws Exception {
    String answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (answer == null) {
      throw new IOException("the browser did not answer within " + PATIENCE);
    }
    return answer;
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
