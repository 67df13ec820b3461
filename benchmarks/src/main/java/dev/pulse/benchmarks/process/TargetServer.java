package dev.pulse.benchmarks.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The server that all tools load: one nginx worker on 127.0.0.1 that answers 1 kB from memory,
 * keeps connections alive and counts requests.
 */
public final class TargetServer implements AutoCloseable {
  /** Bytes of an answer's body. */
  public static final int BODY_BYTES = 1_000;

  private static final int START_ATTEMPTS = 100;
  private static final int POLL_MILLIS = 50;
  private static final Pattern COUNTS = Pattern.compile("(\\d+) (\\d+) (\\d+)");

  private final Process process;
  private final int port;
  private long ownRequests;

  private TargetServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts nginx and waits until it answers.
   *
   * @param folder for its configuration, logs and temporary files
   * @param place where it runs
   */
  public static TargetServer start(Path folder, Place place)
      throws IOException, InterruptedException {
    int port = freePort();
    // One of its own: as root, nginx gives the folder for its temporary files to another user.
    Path own = Files.createDirectory(folder.resolve("nginx"));
    Path config = Files.writeString(own.resolve("nginx.conf"), config(own, port));
    Path log = own.resolve("nginx.log");
    var process =
        place
            .command(List.of("nginx", "-e", log.toString(), "-p", own + "/", "-c", "" + config))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    var server = new TargetServer(process, port);
    server.awaitAnswer(log);
    return server;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String config(Path folder, int port) {
    return String.format(
        Locale.ROOT,
        """
        daemon off;
        worker_processes 1;
        worker_rlimit_nofile 20000;
        pid %1$s/nginx.pid;
        events { worker_connections 12000; }
        http {
          access_log off;
          keepalive_requests 2000000000;
          keepalive_timeout 600s;
          client_body_temp_path %1$s; proxy_temp_path %1$s; fastcgi_temp_path %1$s;
          uwsgi_temp_path %1$s; scgi_temp_path %1$s;
          server {
            listen 127.0.0.1:%2$d backlog=8192;
            location = /count { stub_status; }
            location / { default_type text/plain; return 200 "%3$s"; }
          }
        }
        """,
        folder,
        port,
        "x".repeat(BODY_BYTES));
  }

  private void awaitAnswer(Path log) throws IOException, InterruptedException {
    for (int i = 0; i < START_ATTEMPTS; i++) {
      try {
        requests();
        return;
      } catch (IOException e) {
        if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          break;
        }
      }
    }
    close();
    throw new IOException("nginx does not answer, its log says: " + Files.readString(log));
  }

  /** Where it answers, such as {@code http://127.0.0.1:8123}. */
  public URI origin() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Requests that others have sent so far, those that failed included. */
  public long requests() throws IOException {
    try (InputStream answer = origin().resolve("/count").toURL().openStream()) {
      ownRequests++;
      return counted(new String(answer.readAllBytes(), StandardCharsets.UTF_8)) - ownRequests;
    }
  }

  /** Requests by nginx's status page. */
  public static long counted(String page) {
    var counts = COUNTS.matcher(page);
    if (!counts.find()) {
      throw new IllegalArgumentException("not a status page of nginx: " + page);
    }
    return Long.parseLong(counts.group(3));
  }

  /** Ends it, at once. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
