package dev.pulse.reporter.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics from their beginning up to where they end when it starts, committed records only. No
 * consumer group, so nothing is left behind on the broker.
 */
public final class TopicScan {
  private static final Duration POLL = Duration.ofMillis(200);

  private TopicScan() {}

  /**
   * A consumer of bytes for reading by partition, {@code read_committed}.
   *
   * @param settings of the connection, such as {@code bootstrap.servers}; they win over the rest
   */
  public static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> settings) {
    var all = new HashMap<String, Object>();
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    all.putAll(settings);
    return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** All partitions of topics; none of a topic that does not exist. */
  public static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, List<String> topics) {
    var partitions = new ArrayList<TopicPartition>();
    for (String topic : topics) {
      for (var info : consumer.partitionsFor(topic)) {
        partitions.add(new TopicPartition(topic, info.partition()));
      }
    }
    return partitions;
  }

  /**
   * Hands over every record that is in the partitions now, in order within each.
   *
   * @param consumer assigned to the partitions and sought to their beginnings by this
   */
  public static void read(
      KafkaConsumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions,
      Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    var ends = consumer.endOffsets(partitions);
    while (!isPast(consumer, ends)) {
      for (var record : consumer.poll(POLL)) {
        if (record.offset() < ends.getOrDefault(partition(record), 0L)) {
          sink.accept(record);
        }
      }
    }
  }

  private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  private static boolean isPast(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }
}
