package dev.pulse.generator;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A real HTTP server on 127.0.0.1 that answers each path as a test scripts it, byte by byte if need
 * be, and counts what arrives.
 */
public final class TestTarget implements Closeable {
  /** What a request said. */
  public record Received(String method, String path, Map<String, String> headers, String body) {}

  /** Answers a request; may do whatever it likes to the socket. */
  @FunctionalInterface
  public interface Answer {
    void write(Received request, OutputStream out, Socket socket)
        throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final String scheme;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final AtomicLong connections = new AtomicLong();

  /** A target in the clear on a free port. */
  public TestTarget() throws IOException {
    this(new ServerSocket(0, 512, InetAddress.getLoopbackAddress()), "http");
  }

  /** A target on a socket that may be encrypted. */
  public TestTarget(ServerSocket server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    start(this::acceptAll);
  }

  /** Scripts a path. */
  public TestTarget on(String path, Answer answer) {
    answers.put(path, answer);
    return this;
  }

  /** Scripts a path with a fixed answer, head and all. */
  public TestTarget on(String path, String answer) {
    byte[] bytes = answer.getBytes(StandardCharsets.ISO_8859_1);
    return on(path, (request, out, socket) -> out.write(bytes));
  }

  /** A complete answer with a body. */
  public static String answer(int status, String body, String... headers) {
    var head = new StringBuilder("HTTP/1.1 " + status + " Words\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  /** Base URL. */
  public URI url() {
    return URI.create(scheme + "://127.0.0.1:" + server.getLocalPort());
  }

  /** Requests that arrived at a path. */
  public long count(String path) {
    return counts.getOrDefault(path, new AtomicLong()).get();
  }

  /** Requests that arrived at all paths. */
  public long count() {
    return counts.values().stream().mapToLong(AtomicLong::get).sum();
  }

  /** Connections that were accepted. */
  public long connections() {
    return connections.get();
  }

  /** All requests, in order of arrival. */
  public Queue<Received> received() {
    return received;
  }

  private static void start(Runnable work) {
    var thread = new Thread(work, "test-target");
    thread.setDaemon(true);
    thread.start();
  }

  private void acceptAll() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        sockets.add(socket);
        start(() -> serve(socket));
      } catch (IOException e) {
        // Closed, or a handshake that a test lets fail.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream());
      for (var request = read(in); request != null && !socket.isClosed(); request = read(in)) {
        String path = request.path().replaceAll("\\?.*", "");
        counts.computeIfAbsent(path, p -> new AtomicLong()).incrementAndGet();
        received.add(request);
        var answer = answers.getOrDefault(path, TestTarget::notFound);
        answer.write(request, socket.getOutputStream(), socket);
      }
    } catch (IOException e) {
      // The client went away.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void notFound(Received request, OutputStream out, Socket socket)
      throws IOException {
    out.write(answer(404, "nothing here").getBytes(StandardCharsets.ISO_8859_1));
  }

  private static @Nullable Received read(InputStream in) throws IOException {
    String line = line(in);
    if (line == null || line.isEmpty()) {
      return null;
    }
    String[] parts = line.split(" ", -1);
    var headers = new ConcurrentHashMap<String, String>();
    for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      if (colon < 0) {
        return null;
      }
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Received(parts[0], parts[1], headers, body);
  }

  private static @Nullable String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return null;
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
