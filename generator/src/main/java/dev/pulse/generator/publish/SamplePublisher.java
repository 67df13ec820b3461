package dev.pulse.generator.publish;

import dev.pulse.generator.record.Handover;
import dev.pulse.protocol.BatchHeader;
import dev.pulse.protocol.SampleNames;
import dev.pulse.protocol.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Lets a {@link BatchSender} send sealed batches, on a thread of its own, because sending may wait
 * and event loops must not. While Kafka is away, batches gather compressed in the producer's
 * buffer; when that is full the newest is dropped and entered in the {@link Ledger} as lost. The
 * load never waits.
 */
public final class SamplePublisher implements AutoCloseable {
  /** Room for about five million samples, at 13 compressed bytes each. */
  public static final long DEFAULT_QUEUE_BYTES = 64L << 20;

  private static final int LINGER_MILLIS = 50;
  private static final int BATCH_BYTES = 64 << 10;
  private static final int POLL_MILLIS = 100;
  private static final long METADATA_PAUSE_NANOS = 20_000_000;

  private final Handover handover;
  private final Ledger ledger;
  private final KafkaProducer<String, byte[]> producer;
  private final BatchSender sender;
  private final Thread thread = new Thread(this::publishAll, "pulse-publisher");
  private volatile boolean closing;

  /**
   * A publisher that does nothing yet.
   *
   * @param template header fields that are the same in all batches
   * @param names dictionaries of the columns
   * @param kafka client properties, {@code bootstrap.servers} among them
   * @param queueBytes most that waits for Kafka, bytes
   */
  public SamplePublisher(
      Handover handover,
      BatchHeader template,
      SampleNames names,
      Ledger ledger,
      Map<String, Object> kafka,
      long queueBytes) {
    this.handover = handover;
    this.ledger = ledger;
    producer =
        new KafkaProducer<>(
            properties(kafka, queueBytes), new StringSerializer(), new ByteArraySerializer());
    sender = new BatchSender(template, names, ledger, producer);
    thread.setDaemon(true);
  }

  private static Map<String, Object> properties(Map<String, Object> kafka, long queueBytes) {
    var properties = new HashMap<>(kafka);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
    properties.put(ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG, 1);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, (int) Math.min(BATCH_BYTES, queueBytes / 4));
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, queueBytes);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    // Never wait: neither for topics, which are known before the load begins, nor for room.
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    // Rebootstrapping would forget during an outage where samples go, and each send would fail.
    properties.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
    properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    return properties;
  }

  /**
   * Waits until Kafka has told where samples go.
   *
   * @throws TimeoutException if it has not in time
   */
  public void awaitTopic(Duration timeout) throws TimeoutException, InterruptedException {
    long pauses = timeout.toNanos() / METADATA_PAUSE_NANOS;
    for (long i = 0; i <= pauses; i++) {
      if (knowsTopic()) {
        return;
      }
      LockSupport.parkNanos(METADATA_PAUSE_NANOS);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    throw new TimeoutException(
        "Kafka has no topic " + Topics.SAMPLES + " after " + timeout.toSeconds() + " s");
  }

  private boolean knowsTopic() {
    try {
      return !producer.partitionsFor(Topics.SAMPLES).isEmpty();
    } catch (KafkaException e) {
      return false;
    }
  }

  /** Starts to publish. */
  public void start() {
    thread.start();
  }

  private void publishAll() {
    try {
      while (!closing) {
        var buffer = handover.takeSealed(POLL_MILLIS);
        if (buffer != null) {
          sender.send(buffer);
          handover.giveBack(buffer);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits until each stream's last batch is settled. What is not by then counts as lost, although
   * Kafka may have it.
   *
   * @return whether all is settled
   */
  public boolean finish(Duration timeout) throws InterruptedException {
    boolean settled = ledger.openStreams().await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (!settled) {
      ledger.giveUp("not acknowledged within " + timeout.toSeconds() + " s after the end");
    }
    return settled;
  }

  /** Ends the thread and drops what was not sent. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(Duration.ZERO);
  }
}
