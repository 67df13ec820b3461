package dev.pulse.benchmarks.sink;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A real InfluxDB 1.8 on loopback. */
final class InfluxProcess implements AutoCloseable {
  private static final int TRIES = 300;
  private static final long PAUSE_NANOS = 100_000_000;

  private final Process process;
  private final String address;
  private final HttpClient client = HttpClient.newHttpClient();

  private InfluxProcess(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts the one named by {@code PULSE_INFLUXD}, or that of the user's cache. */
  static InfluxProcess start(Path folder) throws IOException, InterruptedException {
    Path cached = Path.of(System.getProperty("user.home"), ".cache/pulse/influxd");
    Path program =
        Stream.of(
                Path.of(Objects.requireNonNullElse(System.getenv("PULSE_INFLUXD"), "none")), cached)
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(() -> new IOException("no influxd in PULSE_INFLUXD or " + cached));
    int port = freePort();
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
            "[http]",
            "bind-address = \"127.0.0.1:" + port + "\"",
            ""));
    var process =
        new ProcessBuilder(List.of(program.toString(), "run", "-config", config.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("influxd.log").toFile())
            .start();
    var influx = new InfluxProcess(process, "http://127.0.0.1:" + port);
    influx.awaitAnswer();
    return influx;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      try {
        send("/ping", "");
        return;
      } catch (IOException notYet) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    throw new IOException("InfluxDB at " + address + " does not answer");
  }

  /** Makes a database and gives its address. */
  String database(String name) throws IOException, InterruptedException {
    send("/query", "q=CREATE+DATABASE+" + name);
    return address + "/" + name;
  }

  private void send(String path, String form) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    client.send(request, HttpResponse.BodyHandlers.discarding());
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
}
