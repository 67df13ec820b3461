package dev.pulse.integration;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A target on loopback that counts what it answers: {@code /ok} with 200, {@code /fail} with 500
 * for every fifth request. While {@link #freeze} holds it, no request is answered.
 */
public final class TargetServer implements AutoCloseable {
  private static final int THREADS = 64;
  private static final int FAILS_EVERY = 5;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong failAsked = new AtomicLong();

  /** Listens on a free port. */
  public TargetServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
    server.setExecutor(threads);
    server.createContext("/ok", exchange -> answer(exchange, 200));
    server.createContext(
        "/fail",
        exchange -> answer(exchange, failAsked.incrementAndGet() % FAILS_EVERY == 0 ? 500 : 200));
    server.createContext("/", exchange -> answer(exchange, 200));
    server.start();
  }

  private void answer(HttpExchange exchange, int status) throws IOException {
    byte[] body = "{\"status\":\"fine\"}".getBytes(StandardCharsets.UTF_8);
    gate.readLock().lock();
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
      answered.incrementAndGet();
    } finally {
      gate.readLock().unlock();
    }
  }

  /** Such as {@code http://127.0.0.1:4711}. */
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Requests answered so far, those before the load (such as a pre-flight's) included. */
  public long answered() {
    return answered.get();
  }

  /** Holds all answers back until {@link #thaw}, by the same thread. */
  public void freeze() {
    gate.writeLock().lock();
  }

  /** Answers again. */
  public void thaw() {
    gate.writeLock().unlock();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
