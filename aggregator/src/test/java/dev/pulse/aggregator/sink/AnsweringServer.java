package dev.pulse.aggregator.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** Stands where InfluxDB would, and answers as told: for answers that a real one gives rarely. */
final class AnsweringServer implements AutoCloseable {
  /** An answer: a status, and what {@code Retry-After} says, if anything. */
  record Answer(int status, String retryAfter, String message) {
    static Answer of(int status) {
      return new Answer(status, "", "status " + status);
    }
  }

  private final HttpServer server;
  private final Queue<Answer> planned = new ConcurrentLinkedQueue<>();
  private final List<List<String>> taken = new CopyOnWriteArrayList<>();
  private volatile Function<List<String>, Answer> rule = lines -> Answer.of(204);
  private volatile int calls;

  AnsweringServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Answers given one after the other, before those of the rule. */
  AnsweringServer first(Answer... answers) {
    planned.addAll(List.of(answers));
    return this;
  }

  AnsweringServer then(Function<List<String>, Answer> newRule) {
    rule = newRule;
    return this;
  }

  InfluxTarget target() {
    String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/pulse";
    return InfluxTarget.of(address, Map.of("PULSE_INFLUXDB_TOKEN", "secret-token"));
  }

  int calls() {
    return calls;
  }

  /** Lines of calls that were answered with success. */
  List<String> written() {
    List<String> lines = new ArrayList<>();
    taken.forEach(lines::addAll);
    return lines;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread answers
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      List<String> lines = lines(exchange);
      if (lines.isEmpty()) {
        exchange.sendResponseHeaders(204, -1);
        return;
      }
      calls++;
      var next = planned.poll();
      var answer = next == null ? rule.apply(lines) : next;
      if (answer.status() == 204) {
        taken.add(lines);
        exchange.sendResponseHeaders(204, -1);
        return;
      }
      if (!answer.retryAfter().isEmpty()) {
        exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
      }
      byte[] body = ("{\"message\":\"" + answer.message() + "\"}").getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** What was written, without comments. */
  private static List<String> lines(HttpExchange exchange) {
    boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (var body =
        gzip ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
      return new String(body.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
