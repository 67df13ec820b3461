package dev.pulse.protocol;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Says and hears on one topic of few records, all of its partitions, in no group. Sending is
 * thread-safe; {@link #poll} and {@link #close} belong to one thread.
 */
final class TopicChannel implements AutoCloseable {
  /** Longest that {@link #send} holds up its caller when Kafka is away, milliseconds. */
  private static final int MAX_SEND_BLOCK_MILLIS = 500;

  /** Holds some thousand records while Kafka is away. */
  private static final int BUFFER_BYTES = 2 << 20;

  private static final long CLOSE_MILLIS = 2_000;

  private final String topic;
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> consumer;

  private TopicChannel(
      String topic,
      KafkaProducer<String, byte[]> producer,
      KafkaConsumer<String, byte[]> consumer) {
    this.topic = topic;
    this.producer = producer;
    this.consumer = consumer;
  }

  /**
   * Opens one, and waits for Kafka and the topic if they are not there yet.
   *
   * @param kafka client properties, {@code bootstrap.servers} among them
   * @throws TimeoutException if Kafka or the topic is not there in time; the message names which
   *     servers were tried
   */
  static TopicChannel open(
      Map<String, Object> kafka,
      String topic,
      ControlChannel.From from,
      Duration timeout,
      InstantSource wall)
      throws TimeoutException {
    var consumer =
        new KafkaConsumer<>(
            consumerProperties(kafka), new StringDeserializer(), new ByteArrayDeserializer());
    try {
      listen(consumer, topic, from, timeout, wall);
      var producer =
          new KafkaProducer<>(
              producerProperties(kafka), new StringSerializer(), new ByteArraySerializer());
      return new TopicChannel(topic, producer, consumer);
    } catch (KafkaException | TimeoutException e) {
      consumer.close();
      var failure =
          new TimeoutException(
              String.format(
                  Locale.ROOT,
                  "Kafka at %s has no topic %s after %d s: %s",
                  kafka.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG),
                  topic,
                  timeout.toSeconds(),
                  e.getMessage()));
      failure.initCause(e);
      throw failure;
    }
  }

  private static void listen(
      KafkaConsumer<String, byte[]> consumer,
      String topic,
      ControlChannel.From from,
      Duration timeout,
      InstantSource wall)
      throws TimeoutException {
    var deadline = wall.instant().plus(timeout);
    var partitions = partitions(consumer, topic, timeout);
    while (partitions.isEmpty()) {
      if (!wall.instant().isBefore(deadline)) {
        throw new TimeoutException("the topic does not exist");
      }
      partitions = partitions(consumer, topic, Duration.ofMillis(200));
    }
    consumer.assign(partitions);
    if (from == ControlChannel.From.BEGINNING) {
      consumer.seekToBeginning(partitions);
    } else {
      consumer.seekToEnd(partitions);
    }
    // Seeking is lazy: asking for the position makes "now" this moment.
    for (TopicPartition partition : partitions) {
      consumer.position(partition, timeout);
    }
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<String, byte[]> consumer, String topic, Duration timeout) {
    return consumer.partitionsFor(topic, timeout).stream()
        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
        .toList();
  }

  private static Map<String, Object> consumerProperties(Map<String, Object> kafka) {
    var properties = new HashMap<>(kafka);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    return properties;
  }

  private static Map<String, Object> producerProperties(Map<String, Object> kafka) {
    var properties = new HashMap<>(kafka);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_SEND_BLOCK_MILLIS);
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    // Rebootstrapping would forget the topic during an outage, and each send would fail.
    properties.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
    properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    return properties;
  }

  /**
   * Sends a record.
   *
   * @param value null for a tombstone
   * @return completed when Kafka has acknowledged it, however long that takes
   */
  CompletableFuture<Void> send(String key, byte @Nullable [] value) {
    var sent = new CompletableFuture<Void>();
    try {
      producer.send(
          new ProducerRecord<>(topic, key, value),
          (metadata, e) -> {
            if (e == null) {
              sent.complete(null);
            } else {
              sent.completeExceptionally(e);
            }
          });
    } catch (KafkaException e) {
      sent.completeExceptionally(e);
    }
    return sent;
  }

  /** What came since the last call; waits so long for the first. */
  ConsumerRecords<String, byte[]> poll(Duration timeout) {
    return consumer.poll(timeout);
  }

  /** Closes it; what Kafka has not taken within two seconds is lost. */
  @Override
  public void close() {
    producer.close(Duration.ofMillis(CLOSE_MILLIS));
    consumer.close();
  }
}
