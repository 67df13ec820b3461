package dev.pulse.collector;

import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.Records;
import dev.pulse.protocol.Topics;
import dev.pulse.protocol.v1.ControlRecord;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which runs of a Kafka have load on them, told by {@code pulse.control}: those that have started,
 * have not ended, and of which something was heard in the last half minute.
 */
public final class RunsUnderWay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunsUnderWay.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final InstantSource wall;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, Long> heardEpochMillis = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::follow, "runs-under-way");
  private volatile boolean closing;

  private RunsUnderWay(KafkaConsumer<byte[], byte[]> consumer, InstantSource wall) {
    this.consumer = consumer;
    this.wall = wall;
    thread.setDaemon(true);
  }

  /**
   * Follows the control topic, which must exist, from its beginning.
   *
   * @param kafka client properties, {@code bootstrap.servers} among them
   * @throws org.apache.kafka.common.KafkaException if the broker does not answer
   */
  public static RunsUnderWay follow(Map<String, Object> kafka, InstantSource wall) {
    var settings = new HashMap<String, Object>();
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.putAll(kafka);
    var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.CONTROL).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
    var runs = new RunsUnderWay(consumer, wall);
    runs.thread.start();
    return runs;
  }

  private void follow() {
    try (consumer) {
      while (!closing) {
        consumer.poll(POLL).forEach(this::accept);
      }
    } catch (WakeupException e) {
      LOG.debug("Closed", e);
    } catch (RuntimeException e) {
      LOG.error("Which runs are under way is not known any more", e);
    }
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    try {
      accept(Records.control(record.value()), record.timestamp());
    } catch (InvalidRecordException e) {
      LOG.debug("Passed over an unreadable record: {}", e.getMessage());
    }
  }

  private void accept(ControlRecord record, long atEpochMillis) {
    switch (record.getBodyCase()) {
      case STARTED -> heardEpochMillis.put(record.getRun(), atEpochMillis);
      case HEARTBEAT, STAGE ->
          heardEpochMillis.computeIfPresent(
              record.getRun(), (run, before) -> Math.max(before, atEpochMillis));
      case ENDED, REMOVED -> heardEpochMillis.remove(record.getRun());
      default -> {
        // Says nothing of whether there is load.
      }
    }
  }

  /** Their ids. */
  public Set<String> ids() {
    long since = wall.millis() - SILENCE.toMillis();
    return heardEpochMillis.entrySet().stream()
        .filter(run -> run.getValue() >= since)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether it still follows; if not, the log says why. */
  public boolean isFollowing() {
    return thread.isAlive();
  }

  @Override
  public void close() {
    closing = true;
    consumer.wakeup();
    try {
      thread.join(CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
