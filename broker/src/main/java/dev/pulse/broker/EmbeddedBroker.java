package dev.pulse.broker;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A real Kafka broker (KRaft, broker and controller in one) in this JVM, listening on 127.0.0.1
 * only.
 *
 * <pre>{@code
 * try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.in(tempDir))) {
 *   properties.put("bootstrap.servers", broker.bootstrapServers());
 * }
 * }</pre>
 *
 * <p>Started again on the same data directory it has the same topics, records, offsets and
 * transactions, after {@link #close()} as after a kill. It creates no topic by itself.
 *
 * <p>One thing Kafka leaves no choice about: when the data directory fails (disk full, I/O error)
 * it halts the JVM with status 1. Where that is too hard, run this in a JVM of its own.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private final DataDirectory directory;
  private final BoundPorts ports;
  private final int clientPort;
  private final KraftServer server;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedBroker(DataDirectory directory, BoundPorts ports, KraftServer server) {
    this.directory = directory;
    this.ports = ports;
    this.clientPort = ports.clientPort();
    this.server = server;
  }

  /**
   * Starts a broker and waits until it serves clients: about 2 s in a fresh JVM, 5 s after a kill.
   *
   * @throws BrokerException if the directory is in use, damaged or not writable, the port is taken,
   *     or the broker is not ready in time; the message names which
   */
  public static EmbeddedBroker start(BrokerConfig config) {
    DataDirectory directory = DataDirectory.claim(config.dataDir());
    try {
      KraftServer.format(directory);
      if (directory.holdsClusterMetadata()) {
        MetadataLog.requireIntact(directory.clusterMetadata());
      }
      return start(config, directory, BoundPorts.bind(config.port()));
    } catch (RuntimeException | Error e) {
      directory.close();
      throw e;
    }
  }

  /** What clients take as {@code bootstrap.servers}, such as {@code 127.0.0.1:9092}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + clientPort;
  }

  /** The TCP port that clients connect to, 1 to 65535. */
  public int port() {
    return clientPort;
  }

  /**
   * Completed once, with the cause, when Kafka meets a fault that it cannot go on after. Stays open
   * for a healthy broker, also when that is closed.
   */
  public CompletionStage<Throwable> fault() {
    return server.fault();
  }

  /** Ends the broker cleanly, within about 10 s, and frees its directory and ports. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try (directory;
          ports) {
        server.stop();
      }
    }
  }

  private static EmbeddedBroker start(
      BrokerConfig config, DataDirectory directory, BoundPorts ports) {
    try {
      KraftServer server = KraftServer.on(config, directory, ports);
      server.start(config.startTimeout());
      return new EmbeddedBroker(directory, ports, server);
    } catch (RuntimeException | Error e) {
      ports.close();
      throw e;
    }
  }
}
