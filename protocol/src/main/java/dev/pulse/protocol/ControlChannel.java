package dev.pulse.protocol;

import dev.pulse.protocol.v1.ControlRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
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

/**
 * One run's side of {@link Topics#CONTROL}: says what the parts of a run have to say to each other,
 * and hears it. Sending is thread-safe; {@link #poll} and {@link #close} belong to one thread.
 */
public final class ControlChannel implements AutoCloseable {
  /** Where to begin to listen. */
  public enum From {
    /** With the first record that the topic holds. */
    BEGINNING,
    /** With what is written after {@link #open} returned. */
    NOW
  }

  /** Longest that {@link #send} holds up its caller when Kafka is away, milliseconds. */
  private static final int MAX_SEND_BLOCK_MILLIS = 500;

  /** Holds some thousand records while Kafka is away. */
  private static final int BUFFER_BYTES = 2 << 20;

  private static final long CLOSE_MILLIS = 2_000;

  private final String run;
  private final InstantSource wall;
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> consumer;
  private long refused;

  private ControlChannel(
      String run,
      InstantSource wall,
      KafkaProducer<String, byte[]> producer,
      KafkaConsumer<String, byte[]> consumer) {
    this.run = run;
    this.wall = wall;
    this.producer = producer;
    this.consumer = consumer;
  }

  /**
   * Opens a channel, and waits for Kafka and the topic if they are not there yet.
   *
   * @param kafka client properties, {@code bootstrap.servers} among them
   * @param run run id
   * @param timeout how long to wait for Kafka
   * @param wall for stamps
   * @throws TimeoutException if Kafka or the topic is not there in time; the message names which
   *     servers were tried
   */
  public static ControlChannel open(
      Map<String, Object> kafka, String run, From from, Duration timeout, InstantSource wall)
      throws TimeoutException {
    var consumer =
        new KafkaConsumer<>(
            consumerProperties(kafka), new StringDeserializer(), new ByteArrayDeserializer());
    try {
      listen(consumer, from, timeout, wall);
      var producer =
          new KafkaProducer<>(
              producerProperties(kafka), new StringSerializer(), new ByteArraySerializer());
      return new ControlChannel(run, wall, producer, consumer);
    } catch (KafkaException | TimeoutException e) {
      consumer.close();
      var failure =
          new TimeoutException(
              String.format(
                  Locale.ROOT,
                  "Kafka at %s has no topic %s after %d s: %s",
                  kafka.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG),
                  Topics.CONTROL,
                  timeout.toSeconds(),
                  e.getMessage()));
      failure.initCause(e);
      throw failure;
    }
  }

  private static void listen(
      KafkaConsumer<String, byte[]> consumer, From from, Duration timeout, InstantSource wall)
      throws TimeoutException {
    var deadline = wall.instant().plus(timeout);
    var partitions = partitions(consumer, timeout);
    while (partitions.isEmpty()) {
      if (!wall.instant().isBefore(deadline)) {
        throw new TimeoutException("the topic does not exist");
      }
      partitions = partitions(consumer, Duration.ofMillis(200));
    }
    consumer.assign(partitions);
    if (from == From.BEGINNING) {
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
      KafkaConsumer<String, byte[]> consumer, Duration timeout) {
    return consumer.partitionsFor(Topics.CONTROL, timeout).stream()
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
   * Sends a record of this run; schema, run and time are filled in.
   *
   * @param body a builder with one of the bodies set
   * @return completed when Kafka has acknowledged it, however long that takes
   */
  public CompletableFuture<Void> send(ControlRecord.Builder body) {
    long epochMicros = ChronoUnit.MICROS.between(Instant.EPOCH, wall.instant());
    byte[] value =
        body.setSchema(Records.SCHEMA)
            .setRun(run)
            .setAtEpochMicros(epochMicros)
            .build()
            .toByteArray();
    var sent = new CompletableFuture<Void>();
    try {
      producer.send(
          new ProducerRecord<>(Topics.CONTROL, run, value),
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

  /**
   * The run's records since the last call, in order.
   *
   * @param timeout how long to wait for the first one
   * @return possibly empty; records of other runs and those that cannot be read are left out
   */
  public List<ControlRecord> poll(Duration timeout) {
    var records = new ArrayList<ControlRecord>();
    for (var record : consumer.poll(timeout)) {
      if (run.equals(record.key())) {
        add(records, record.value());
      }
    }
    return records;
  }

  private void add(List<ControlRecord> records, byte[] value) {
    try {
      records.add(Records.control(value == null ? new byte[0] : value));
    } catch (InvalidRecordException e) {
      refused++;
    }
  }

  /** Records of this run that could not be read so far. */
  public long refused() {
    return refused;
  }

  /**
   * Waits until all that was sent is acknowledged.
   *
   * @return false if that took too long, or Kafka refused something
   */
  public static boolean await(CompletableFuture<Void> sent, Duration timeout)
      throws InterruptedException {
    try {
      sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  /** Closes it; what Kafka has not taken within two seconds is lost. */
  @Override
  public void close() {
    producer.close(Duration.ofMillis(CLOSE_MILLIS));
    consumer.close();
  }
}
