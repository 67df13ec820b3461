package dev.pulse.aggregator;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic from its beginning to where it ends now. What was committed only is read; for
 * topics that are written without transactions that is everything.
 */
final class TopicReader {
  /** Bytes fetched at a time: a finished run is read as a stream. */
  private static final int FETCH_BYTES = 8 << 20;

  private static final Duration POLL = Duration.ofSeconds(1);

  /** Polls without progress before Kafka counts as gone. */
  private static final int MOST_EMPTY_POLLS = 30;

  private final Map<String, Object> client;

  /** Of a Kafka that needs nothing but its address. */
  TopicReader(String bootstrapServers) {
    this(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  /** Of a Kafka, by client properties, {@code bootstrap.servers} among them. */
  TopicReader(Map<String, Object> client) {
    this.client = Map.copyOf(client);
  }

  /** A consumer of its own group of one, which commits nothing. */
  KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    properties.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Hands over every record, partition by partition in order.
   *
   * @throws AggregatorException if the topic does not exist or Kafka stops answering
   */
  void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    try (var consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      int emptyPolls = 0;
      while (!isAtEnd(consumer, ends)) {
        var records = consumer.poll(POLL);
        records.forEach(each);
        emptyPolls = records.isEmpty() ? emptyPolls + 1 : 0;
        if (emptyPolls > MOST_EMPTY_POLLS) {
          throw new AggregatorException(
              "Kafka at "
                  + client.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)
                  + " stopped answering while "
                  + topic
                  + " was read",
              null);
        }
      }
    }
  }

  static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
    List<PartitionInfo> infos = consumer.partitionsFor(topic);
    if (infos.isEmpty()) {
      throw new AggregatorException("Kafka has no topic " + topic + ": was a run recorded?", null);
    }
    return infos.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
  }

  private static boolean isAtEnd(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }
}
