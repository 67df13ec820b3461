package dev.pulse.integration.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.stream.Stream;

/**
 * A real InfluxDB 1.8 or 2 with one database or bucket, {@code pulse}, on loopback. Asked by
 * InfluxQL, as Grafana asks both.
 */
final class InfluxServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);

  /** Of InfluxDB 2; the server lives for one test. */
  private static final String TOKEN = "token-of-a-test";

  private final Host host;
  private final boolean isVersion2;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  private InfluxServer(Host host, boolean isVersion2) {
    this.host = host;
    this.isVersion2 = isVersion2;
  }

  /** What it runs in. */
  interface Host extends AutoCloseable {
    /** Such as {@code http://127.0.0.1:8086}. */
    String address();

    /** Stops it from answering, without a word to those who ask. */
    void freeze() throws Exception;

    /** Lets it go on. */
    void thaw() throws Exception;

    @Override
    void close();
  }

  /**
   * Starts the program that {@code PULSE_INFLUXD} names; else a container, where there is Docker;
   * else the program on PATH or in the user's cache. Where there is none of them the test is
   * skipped, or fails if everything is required.
   */
  static InfluxServer start(Path folder) throws Exception {
    String named = Objects.requireNonNullElse(System.getenv("PULSE_INFLUXD"), "");
    if (named.isEmpty() && InfluxContainer.isPossible()) {
      return started(new InfluxServer(InfluxContainer.start(), false));
    }
    var program = named.isEmpty() ? program() : Optional.of(Path.of(named));
    assertThat(program.isPresent() || !Checkout.isAllRequired()).as("influxd").isTrue();
    assumeTrue(
        program.isPresent(), "no Docker, no influxd on PATH, in PULSE_INFLUXD or ~/.cache/pulse");
    return start(program.orElseThrow(), folder);
  }

  private static Optional<Path> program() {
    Path cached = Path.of(System.getProperty("user.home"), ".cache/pulse/influxd");
    return Stream.concat(Checkout.program("influxd").stream(), Stream.of(cached))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static InfluxServer start(Path program, Path folder) throws Exception {
    var version = Checkout.run(folder, Map.of(), List.of(program.toString(), "version"));
    assertThat(version.output()).as(program.toString()).contains("InfluxDB");
    boolean isVersion2 = version.output().contains("InfluxDB v2");
    int http = freePort();
    Process process =
        new ProcessBuilder(isVersion2 ? two(program, folder, http) : one(program, folder, http))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("influxd.log").toFile())
            .start();
    return started(new InfluxServer(new InfluxProcess(process, http), isVersion2));
  }

  private static InfluxServer started(InfluxServer server) throws Exception {
    await().atMost(START).until(server::answers);
    server.createDatabase();
    return server;
  }

  private static List<String> one(Path program, Path folder, int http) throws IOException {
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
    return List.of(program.toString(), "run", "-config", config.toString());
  }

  private static List<String> two(Path program, Path folder, int http) {
    return List.of(
        program.toString(),
        "run",
        "--reporting-disabled",
        "--http-bind-address=127.0.0.1:" + http,
        "--bolt-path=" + folder.resolve("influxd.bolt"),
        "--sqlite-path=" + folder.resolve("influxd.sqlite"),
        "--engine-path=" + folder.resolve("engine"));
  }

  private void createDatabase() throws Exception {
    if (!isVersion2) {
      assertThat(query("CREATE DATABASE pulse").has("error")).isFalse();
      return;
    }
    var setup =
        json.createObjectNode()
            .put("username", "pulse")
            .put("password", TOKEN)
            .put("token", TOKEN)
            .put("org", "pulse")
            .put("bucket", "pulse");
    var answer = send("/api/v2/setup", setup.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  /** What a command needs to be let in. */
  Map<String, String> environment() {
    return isVersion2 ? Map.of("PULSE_INFLUXDB_TOKEN", TOKEN) : Map.of();
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
    return host.address();
  }

  /** Stops it from answering, without a word to those who ask. */
  void freeze() throws Exception {
    host.freeze();
  }

  /** Lets it go on. */
  void thaw() throws Exception {
    host.thaw();
  }

  /** The one result of a statement of InfluxQL, times in microseconds. */
  JsonNode query(String statement) throws Exception {
    var answer = send("/query?db=pulse&epoch=u", "q=" + URLEncoder.encode(statement, UTF_8));
    var tree = json.readTree(answer.body());
    return tree.has("error") ? tree : tree.at("/results/0");
  }

  private HttpResponse<String> send(String path, String body)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(address() + path));
    if (isVersion2) {
      request.header("Authorization", "Token " + TOKEN);
    }
    if (!body.isEmpty()) {
      request
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(HttpRequest.BodyPublishers.ofString(body));
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    host.close();
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
