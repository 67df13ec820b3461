package dev.pulse.integration.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real InfluxDB 1.8 with one database, {@code pulse}, on loopback. */
final class InfluxServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);

  private final Process process;
  private final String address;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  private InfluxServer(Process process, int port) {
    this.process = process;
    this.address = "http://127.0.0.1:" + port;
  }

  /** The program: on PATH, named by {@code PULSE_INFLUXD}, or in the user's cache. */
  static Optional<Path> program() {
    String named = Objects.requireNonNullElse(System.getenv("PULSE_INFLUXD"), "");
    Path cached = Path.of(System.getProperty("user.home"), ".cache/pulse/influxd");
    return Stream.concat(
            Checkout.program("influxd").stream(),
            Stream.of(Path.of(named), cached).filter(path -> !path.toString().isEmpty()))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static InfluxServer start(Path program, Path folder) throws Exception {
    int http = freePort();
    Path config = folder.resolve("influxdb.conf");
    Files.writeString(
        config,
        String.join(
            "\n",
            "reporting-disabled = true",
            "bind-address = \"127.0.0.1:" + freePort() + "\"",
            "[meta]",
            "dir = \"" + folder.resolve("meta") + "\"",
            "[data]",
            "dir = \"" + folder.resolve("data") + "\"",
            "wal-dir = \"" + folder.resolve("wal") + "\"",
            "[monitor]",
            "store-enabled = false",
            "[http]",
            "bind-address = \"127.0.0.1:" + http + "\"",
            ""));
    Process process =
        new ProcessBuilder(List.of(program.toString(), "run", "-config", config.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("influxd.log").toFile())
            .start();
    var server = new InfluxServer(process, http);
    await().atMost(START).until(server::answers);
    assertThat(server.query("CREATE DATABASE pulse").has("error")).isFalse();
    return server;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean answers() throws InterruptedException {
    try {
      return send("/ping", "").statusCode() == 204;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Writes line protocol, times in nanoseconds. */
  void write(List<String> lines) throws Exception {
    var answer = send("/write?db=pulse", String.join("\n", lines));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }

  /** Where it listens, such as {@code http://127.0.0.1:8086}. */
  String address() {
    return address;
  }

  /** Stops it from answering, without a word to those who ask. */
  void freeze() throws Exception {
    signal("STOP");
  }

  /** Lets it go on. */
  void thaw() throws Exception {
    signal("CONT");
  }

  private void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** The one result of a statement of InfluxQL, times in microseconds. */
  JsonNode query(String statement) throws Exception {
    var answer = send("/query?db=pulse&epoch=u", "q=" + URLEncoder.encode(statement, UTF_8));
    var tree = json.readTree(answer.body());
    return tree.has("error") ? tree : tree.at("/results/0");
  }

  private HttpResponse<String> send(String path, String body)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(address + path));
    if (!body.isEmpty()) {
      request
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(HttpRequest.BodyPublishers.ofString(body));
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(10, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  /** So that a test needs no more than its variables. */
  static Map<String, String> oneRun(String run) {
    return Map.of(
        "run",
        run,
        "other",
        run,
        "scenario",
        ".*",
        "stage",
        ".*",
        "request",
        ".*",
        "quantile",
        "p99");
  }
}
