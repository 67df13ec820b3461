package dev.pulse.integration.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Kafka and aggregators, each a process started by hand, as on machines of their own. */
final class Stack implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final Part broker;
  private final List<Part> aggregators = new ArrayList<>();

  /** Starts Kafka and one aggregator. */
  static Stack start(Path folder) throws IOException {
    var stack = new Stack(folder);
    try {
      stack.broker.begin().awaitReady();
      stack.aggregator("pulse-aggregator-1").begin().awaitReady();
      return stack;
    } catch (IOException | RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  private Stack(Path folder) throws IOException {
    this.folder = folder;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    broker = new Part(folder.resolve("broker"), "broker", "--port=" + port);
  }

  /** Kafka, as {@code host:port}. */
  String address() {
    return "127.0.0.1:" + port;
  }

  Part broker() {
    return broker;
  }

  /** The first one. */
  Part aggregator() {
    return aggregators.get(0);
  }

  /** Another member of the aggregators' group, not started yet. */
  Part aggregator(String instance) throws IOException {
    var part =
        new Part(
            folder.resolve(instance), "aggregator", "--kafka=" + address(), "--instance", instance);
    aggregators.add(part);
    return part;
  }

  @Override
  public void close() {
    aggregators.forEach(Part::close);
    broker.close();
  }
}
