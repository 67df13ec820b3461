package dev.pulse.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaProperties;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.properties.PropertiesUtils;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.server.fault.FaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Kafka's own server classes, none of which is public API: the only class that knows them, so that
 * a new version of Kafka is a change in one place.
 *
 * <p>Builds what Kafka's {@code KafkaRaftServer} does, with two differences: it takes sockets that
 * are bound already (given port 0 for the controller, Kafka waits for itself for ever), and a fatal
 * fault is reported instead of halting the JVM.
 */
final class KraftServer {

  private static final Logger LOG = LoggerFactory.getLogger(KraftServer.class);

  /** Longest wait for a clean end, after which the broker is cut off; its log recovers at start. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  /** What runs in this JVM: Kafka's way to halt it is one for all. */
  private static final Set<KraftServer> RUNNING = ConcurrentHashMap.newKeySet();

  /** With less than this a log cannot grow, bytes. */
  private static final long LEAST_USABLE_BYTES = 1 << 20;

  static {
    // Where a disk is full or broken Kafka halts the JVM, and tells its log only.
    Exit.setHaltProcedure((status, message) -> RUNNING.forEach(KraftServer::halted));
  }

  private final Path dataDir;
  private final BoundPorts ports;
  private final CompletableFuture<Throwable> fault = new CompletableFuture<>();
  private final ControllerServer controller;
  private final BrokerServer broker;

  private KraftServer(KafkaConfig config, Path dataDir, BoundPorts ports) {
    this.dataDir = dataDir;
    this.ports = ports;
    Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> stored =
        KafkaRaftServer.initializeLogDirs(config, LOG, "");
    SharedServer shared = sharedServer(config, stored._1());
    this.controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), stored._2());
    this.broker = new BrokerServer(shared);
  }

  /**
   * A server that is not started yet.
   *
   * @param ports given to the server when it starts; closed by the caller when it does not
   * @throws BrokerException if the directory's own files contradict each other
   */
  static KraftServer on(BrokerConfig config, DataDirectory directory, BoundPorts ports) {
    Properties properties = new Properties();
    properties.putAll(
        BrokerSettings.of(config, directory.path(), ports.clientPort(), ports.controllerPort()));
    try {
      // False: do not log the two hundred resulting values.
      return new KraftServer(KafkaConfig.fromProps(properties, false), directory.path(), ports);
    } catch (RuntimeException e) {
      throw notStarted(directory.path(), e);
    }
  }

  /**
   * Gives a new directory its cluster id; of a used one, checks that it still has it.
   *
   * @throws BrokerException if {@code meta.properties} is damaged, of another node, or missing
   *     beside existing data
   */
  static void format(DataDirectory directory) {
    if (directory.isFormatted()) {
      requireIdentity(directory.metaProperties());
    } else if (directory.holdsClusterMetadata()) {
      throw BrokerException.damaged(directory.metaProperties(), "it is missing", null);
    } else {
      formatNew(directory.path().toString());
    }
  }

  /** Completed with the cause when Kafka meets a fault that it cannot go on after. */
  CompletionStage<Throwable> fault() {
    return fault.minimalCompletionStage();
  }

  /**
   * Starts, and waits until clients are served.
   *
   * @throws BrokerException if that fails or takes longer than {@code timeout}
   */
  void start(Duration timeout) {
    CompletableFuture<@Nullable Void> started = new CompletableFuture<>();
    fault.thenAccept(started::completeExceptionally);
    RUNNING.add(this);
    Thread starter = new Thread(() -> startBoth(started), "kafka-start");
    starter.setDaemon(true);
    starter.start();
    try {
      started.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      abandon(starter);
      throw notStarted(dataDir, e.getCause());
    } catch (TimeoutException e) {
      abandon(starter);
      throw notStarted(dataDir, new TimeoutException("not ready after " + timeout));
    } catch (InterruptedException e) {
      abandon(starter);
      Thread.currentThread().interrupt();
      throw notStarted(dataDir, e);
    }
  }

  /** Broker first: it hands its partitions back to the controller. */
  void stop() {
    RUNNING.remove(this);
    // After a fault there is nothing left to hand over.
    broker.shutdown(fault.isDone() ? Duration.ZERO : STOP_TIMEOUT);
    controller.shutdown();
  }

  // Throwable: Kafka is Scala, and throws checked exceptions that no signature names.
  private void startBoth(CompletableFuture<@Nullable Void> started) {
    try {
      controller.startup();
      broker.startup();
      started.complete(null);
    } catch (Throwable e) {
      started.completeExceptionally(e);
    }
  }

  /** Kafka cleans up behind a failed start itself, once the starting thread has come back. */
  private void abandon(Thread starter) {
    starter.interrupt();
    try {
      starter.join(STOP_TIMEOUT.toMillis());
      stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("Kafka left something behind after a failed start", e);
    }
  }

  private SharedServer sharedServer(KafkaConfig config, MetaPropertiesEnsemble stored) {
    return new SharedServer(
        config,
        stored,
        Time.SYSTEM,
        Server.initializeMetrics(config, Time.SYSTEM, stored.clusterId().orElseThrow()),
        CompletableFuture.completedFuture(
            Map.of(BrokerSettings.NODE_ID, ports.controllerAddress())),
        List.of(),
        this::faultHandler,
        (listener, address, backlog, receiveBufferBytes) -> ports.take(address.getPort()));
  }

  private void halted() {
    String why = "it cannot write there any more, see its log";
    try {
      if (Files.getFileStore(dataDir).getUsableSpace() < LEAST_USABLE_BYTES) {
        why = "no space left on device; free some and start again";
      }
    } catch (IOException e) {
      why = String.valueOf(e.getMessage());
    }
    fault.complete(new BrokerException("Kafka's data directory " + dataDir + ": " + why, null));
  }

  private FaultHandler faultHandler(String role, boolean fatal, Runnable countIt) {
    return (message, cause) -> {
      LOG.error("Kafka's {}: {}", role, message, cause);
      countIt.run();
      RuntimeException reported = new IllegalStateException(role + ": " + message, cause);
      if (fatal) {
        fault.complete(reported);
      }
      return reported;
    };
  }

  private static void formatNew(String dataDir) {
    try (PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          // It prints to standard output unless told otherwise.
          .setPrintStream(nowhere)
          .setNodeId(BrokerSettings.NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(dataDir)
          .setMetadataLogDirectory(dataDir)
          .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .run();
    } catch (Exception e) {
      throw notStarted(Path.of(dataDir), e);
    }
  }

  /** Kafka itself would only say that all its directories have failed, not which file is why. */
  private static void requireIdentity(Path metaProperties) {
    try {
      MetaProperties stored =
          new MetaProperties.Builder(PropertiesUtils.readPropertiesFile(metaProperties.toString()))
              .build();
      if (stored.clusterId().isEmpty() || stored.nodeId().orElse(-1) != BrokerSettings.NODE_ID) {
        throw new IOException("it must hold a cluster.id, and node.id=" + BrokerSettings.NODE_ID);
      }
    } catch (IOException | RuntimeException e) {
      throw BrokerException.damaged(metaProperties, String.valueOf(e.getMessage()), e);
    }
  }

  private static BrokerException notStarted(Path dataDir, @Nullable Throwable cause) {
    return new BrokerException(
        "Kafka cannot start on data directory " + dataDir + ": " + reasons(cause), cause);
  }

  /** All messages of the chain, because Kafka's outermost one seldom says why. */
  private static String reasons(@Nullable Throwable cause) {
    StringBuilder text = new StringBuilder();
    for (Throwable each = cause; each != null; each = each.getCause()) {
      text.append(text.isEmpty() ? "" : ", because ").append(each.getMessage());
    }
    return text.toString();
  }
}
