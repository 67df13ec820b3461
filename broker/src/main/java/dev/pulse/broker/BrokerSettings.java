package dev.pulse.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The Kafka properties of a one-node cluster that fits beside a load test on a laptop: about 256 MB
 * of heap, two cores, everything on 127.0.0.1.
 */
final class BrokerSettings {

  static final int NODE_ID = 1;
  static final String CLIENT_LISTENER = "PLAINTEXT";
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final String ONE = "1";
  private static final String MIB = Integer.toString(1 << 20);

  private BrokerSettings() {}

  /**
   * Properties for one start.
   *
   * @param dataDir the directory of {@code config}, absolute and existing
   * @param clientPort port that clients connect to, already bound
   * @param controllerPort port of the controller, already bound
   */
  static Map<String, String> of(
      BrokerConfig config, Path dataDir, int clientPort, int controllerPort) {
    Map<String, String> all = new HashMap<>();
    all.putAll(roles(dataDir, clientPort, controllerPort));
    all.putAll(topics(config));
    all.putAll(internalTopics());
    all.putAll(coordination());
    all.putAll(footprint(config));
    return all;
  }

  private static Map<String, String> roles(Path dataDir, int clientPort, int controllerPort) {
    String clients = CLIENT_LISTENER + "://127.0.0.1:" + clientPort;
    return Map.of(
        "process.roles",
        "broker,controller",
        "node.id",
        Integer.toString(NODE_ID),
        "log.dirs",
        dataDir.toString(),
        "listeners",
        clients + "," + CONTROLLER_LISTENER + "://127.0.0.1:" + controllerPort,
        "advertised.listeners",
        clients,
        "listener.security.protocol.map",
        CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT",
        "inter.broker.listener.name",
        CLIENT_LISTENER,
        "controller.listener.names",
        CONTROLLER_LISTENER,
        "controller.quorum.voters",
        NODE_ID + "@127.0.0.1:" + controllerPort);
  }

  private static Map<String, String> topics(BrokerConfig config) {
    return Map.of(
        // A misspelt topic name is an error, not a new topic with the wrong settings.
        "auto.create.topics.enable",
        "false",
        "num.partitions",
        ONE,
        "default.replication.factor",
        ONE,
        "min.insync.replicas",
        ONE,
        "log.retention.ms",
        Long.toString(config.retentionMillis()),
        "message.max.bytes",
        Integer.toString(config.maxMessageBytes()),
        // The default refuses records of a producer whose clock is over an hour ahead: lost
        // samples.
        "log.message.timestamp.after.max.ms",
        Long.toString(Long.MAX_VALUE));
  }

  /** One node can hold one replica: with the defaults of 3 these topics could never be created. */
  private static Map<String, String> internalTopics() {
    return Map.of(
        "offsets.topic.replication.factor", ONE,
        "offsets.topic.num.partitions", ONE,
        "transaction.state.log.replication.factor", ONE,
        "transaction.state.log.min.isr", ONE,
        "transaction.state.log.num.partitions", ONE,
        "share.coordinator.state.topic.replication.factor", ONE,
        "share.coordinator.state.topic.min.isr", ONE,
        "share.coordinator.state.topic.num.partitions", ONE);
  }

  private static Map<String, String> coordination() {
    return Map.of(
        "group.initial.rebalance.delay.ms", "0",
        "group.streams.initial.rebalance.delay.ms", "0",
        // Lets a consumer that restarts often ask for a shorter session than 6 s.
        "group.min.session.timeout.ms", "1000",
        // A laptop that was off for a week still knows what has been written to InfluxDB.
        "offsets.retention.minutes", Integer.toString(5 * 365 * 24 * 60),
        // After kill -9 a restart has to wait until the session of the dead one has run out.
        "broker.session.timeout.ms", "3000",
        "broker.heartbeat.interval.ms", "500");
  }

  private static Map<String, String> footprint(BrokerConfig config) {
    Map<String, String> small = new HashMap<>();
    small.put("num.network.threads", "2");
    small.put("num.io.threads", "2");
    small.put("background.threads", "2");
    small.put("num.recovery.threads.per.data.dir", "2");
    small.put("group.coordinator.threads", ONE);
    small.put("share.coordinator.threads", ONE);
    small.put("queued.max.requests", "64");
    small.put("socket.request.max.bytes", Integer.toString(config.maxMessageBytes() + (8 << 20)));
    small.put("log.cleaner.threads", ONE);
    // The default of 128 MiB is allocated at start.
    small.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
    small.put("log.cleaner.io.buffer.size", MIB);
    small.put("log.segment.bytes", Integer.toString(256 << 20));
    // Index files are allocated at full size for each partition; this one covers 256 MiB of log.
    small.put("log.index.size.max.bytes", MIB);
    // A record every half second that says nothing: 8 MB a day, each forced to disk.
    small.put("metadata.max.idle.interval.ms", "0");
    small.put("metadata.log.segment.bytes", Integer.toString(16 << 20));
    // Without JMX two brokers in one JVM do not fight over the names of their MBeans.
    small.put("metric.reporters", "");
    return small;
  }
}
