package dev.pulse.aggregator;

import dev.pulse.protocol.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * What an {@link Aggregator} is started with.
 *
 * @param bootstrapServers Kafka, as {@code host:port,...}
 * @param applicationId group, and prefix of the internal topics: another one starts from the first
 *     sample again
 * @param instanceId name of this process in the group, unique and the same after a restart; empty
 *     for a member that leaves the group when it is closed
 * @param threads stream threads, 1..64; more than partitions of the samples topic are idle
 * @param partitions of samples and intervals where the topics do not exist yet, ≥ 1
 * @param replication copies of each partition where the topics do not exist yet, ≥ 1; -1 for the
 *     broker's default
 * @param kafkaWait how long Kafka may take to appear, ≥ 1 s
 * @param timing what the topology waits for
 * @param client more settings of all Kafka clients, such as those of SASL and TLS
 */
public record AggregatorConfig(
    String bootstrapServers,
    String applicationId,
    String instanceId,
    int threads,
    int partitions,
    short replication,
    Duration kafkaWait,
    Timing timing,
    Map<String, Object> client) {

  /** Group and prefix of internal topics. */
  public static final String DEFAULT_APPLICATION_ID = "pulse-aggregator";

  /** The name of a lone aggregator in its group. */
  public static final String DEFAULT_INSTANCE_ID = "pulse-aggregator-1";

  /** 60 s: a broker that recovers after a kill takes up to about 12 s, a container start longer. */
  public static final Duration DEFAULT_KAFKA_WAIT = Duration.ofSeconds(60);

  /** Milliseconds between commits: half of what an interval waits before a page shows it. */
  static final int COMMIT_INTERVAL_MILLIS = 100;

  /**
   * Milliseconds until another instance takes over from one that died. One that comes back under
   * its own instance id does not wait for it.
   */
  static final int SESSION_TIMEOUT_MILLIS = 10_000;

  /**
   * Milliseconds until the broker aborts the transaction of a process that died. In-memory stores
   * mean a new transactional id after each start, so nobody else aborts it, and until then its
   * successor cannot read past it. Half of the default, and fifty times the commit interval.
   */
  static final int TRANSACTION_TIMEOUT_MILLIS = 5_000;

  /** Records of a partition held in memory; at 22 kB each 4 MB. */
  static final int BUFFERED_RECORDS = 200;

  /** Bytes asked of a partition at a time: enough batches that a finished run streams. */
  static final int FETCH_BYTES = 4 << 20;

  /** Bytes of a producer's batch: several partials with histograms of a few kB. */
  static final int PRODUCER_BATCH_BYTES = 128 << 10;

  /** Largest record, bytes before compression: eight histograms with every bucket in use. */
  static final int MAX_RECORD_BYTES = 1 << 20;

  /**
   * Segments of internal topics, bytes; only closed ones are cleaned, and these hold raw batches.
   */
  static final int SEGMENT_BYTES = 16 << 20;

  /** Milliseconds that a deletion stays visible to an instance that restores. */
  static final int DELETE_RETENTION_MILLIS = 600_000;

  /** Refuses values outside the ranges above with an {@link IllegalArgumentException}. */
  public AggregatorConfig {
    client = Map.copyOf(client);
    require(!bootstrapServers.isBlank(), "bootstrapServers must name Kafka, is empty");
    require(!applicationId.isBlank(), "applicationId must not be empty");
    require(threads >= 1 && threads <= 64, "threads must be 1..64, is " + threads);
    require(partitions >= 1, "partitions must be at least 1, is " + partitions);
    require(
        replication >= 1 || replication == -1,
        "replication must be at least 1, or -1 for the broker's default, is " + replication);
    require(
        kafkaWait.compareTo(Duration.ofSeconds(1)) >= 0,
        "kafkaWait must be at least 1s, is " + kafkaWait);
  }

  /** All defaults: one thread, topics with {@link Topics#DEFAULT_PARTITIONS}. */
  public static AggregatorConfig of(String bootstrapServers) {
    return new AggregatorConfig(
        bootstrapServers,
        DEFAULT_APPLICATION_ID,
        DEFAULT_INSTANCE_ID,
        1,
        Topics.DEFAULT_PARTITIONS,
        (short) -1,
        DEFAULT_KAFKA_WAIT,
        Timing.DEFAULT,
        Map.of());
  }

  /** The same with another number of stream threads, 1..64. */
  public AggregatorConfig withThreads(int newThreads) {
    return new AggregatorConfig(
        bootstrapServers,
        applicationId,
        instanceId,
        newThreads,
        partitions,
        replication,
        kafkaWait,
        timing,
        client);
  }

  /** The same as another member of the group. */
  public AggregatorConfig withInstanceId(String newInstanceId) {
    return new AggregatorConfig(
        bootstrapServers,
        applicationId,
        newInstanceId,
        threads,
        partitions,
        replication,
        kafkaWait,
        timing,
        client);
  }

  /** The same as another application. */
  AggregatorConfig withApplicationId(String newApplicationId) {
    return new AggregatorConfig(
        bootstrapServers,
        newApplicationId,
        instanceId,
        threads,
        partitions,
        replication,
        kafkaWait,
        timing,
        client);
  }

  /** The same with other waiting times. */
  public AggregatorConfig withTiming(Timing newTiming) {
    return new AggregatorConfig(
        bootstrapServers,
        applicationId,
        instanceId,
        threads,
        partitions,
        replication,
        kafkaWait,
        newTiming,
        client);
  }

  /** The same with another patience for Kafka to appear, ≥ 1 s. */
  public AggregatorConfig withKafkaWait(Duration newKafkaWait) {
    return new AggregatorConfig(
        bootstrapServers,
        applicationId,
        instanceId,
        threads,
        partitions,
        replication,
        newKafkaWait,
        timing,
        client);
  }

  /** The same with more settings of all Kafka clients. */
  public AggregatorConfig withClient(Map<String, Object> newClient) {
    return new AggregatorConfig(
        bootstrapServers,
        applicationId,
        instanceId,
        threads,
        partitions,
        replication,
        kafkaWait,
        timing,
        newClient);
  }

  /** What a Kafka client is given that knows nothing but where Kafka is. */
  Map<String, Object> toClientProperties() {
    Map<String, Object> all = new HashMap<>(client);
    all.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return all;
  }

  /** What Kafka Streams is given. */
  Map<String, Object> toStreamsProperties() {
    Map<String, Object> all = toClientProperties();
    all.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL_MILLIS);
    all.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS);
    // The newer "streams" protocol has no static members yet: 47 s to recover instead of 5.
    all.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
    all.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    // Internal topics are named by us, so that a change of the topology does not rename them.
    all.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    putConsumer(all);
    putProducer(all);
    all.put(StreamsConfig.topicPrefix(TopicConfig.SEGMENT_BYTES_CONFIG), SEGMENT_BYTES);
    all.put(
        StreamsConfig.topicPrefix(TopicConfig.DELETE_RETENTION_MS_CONFIG), DELETE_RETENTION_MILLIS);
    return all;
  }

  private void putConsumer(Map<String, Object> all) {
    if (!instanceId.isEmpty()) {
      all.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instanceId);
    }
    all.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        SESSION_TIMEOUT_MILLIS);
    all.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), BUFFERED_RECORDS);
    all.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), FETCH_BYTES);
  }

  private static void putProducer(Map<String, Object> all) {
    all.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        TRANSACTION_TIMEOUT_MILLIS);
    all.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), PRODUCER_BATCH_BYTES);
    all.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), 2 * MAX_RECORD_BYTES);
    // Raw batches cross it once more, to the changelog: a third of zstd's CPU for a sixth more
    // bytes.
    all.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
