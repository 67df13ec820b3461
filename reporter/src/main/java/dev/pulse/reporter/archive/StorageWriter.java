package dev.pulse.reporter.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pulse.protocol.Records;
import dev.pulse.protocol.Topics;
import dev.pulse.protocol.v1.ControlRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes many records, each once and in order within a partition; a refusal of Kafka comes out of
 * the next call. Memory is bounded by the producer's buffer of 32 MiB.
 */
final class StorageWriter implements AutoCloseable {
  /** Larger than any record of pulse; the broker has the last word. */
  private static final int MOST_RECORD_BYTES = 16 << 20;

  private static final int BATCH_BYTES = 256 << 10;
  private static final int LINGER_MILLIS = 20;

  private final KafkaProducer<byte[], byte[]> producer;
  private final InstantSource wall;
  private final AtomicReference<@Nullable Exception> refusal = new AtomicReference<>();

  StorageWriter(Map<String, Object> settings, InstantSource wall) {
    var all = new HashMap<String, Object>();
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
    all.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    all.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MOST_RECORD_BYTES);
    all.putAll(settings);
    this.producer = new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    this.wall = wall;
  }

  void send(ProducerRecord<byte[], byte[]> record) {
    stopIfRefused();
    producer.send(
        record,
        (metadata, e) -> {
          if (e != null) {
            refusal.compareAndSet(null, e);
          }
        });
  }

  /** Sends a word of this run to the control topic and waits until Kafka has it. */
  void say(String run, ControlRecord.Builder body) {
    long epochMicros = ChronoUnit.MICROS.between(Instant.EPOCH, wall.instant());
    var record = body.setSchema(Records.SCHEMA).setRun(run).setAtEpochMicros(epochMicros).build();
    send(new ProducerRecord<>(Topics.CONTROL, run.getBytes(UTF_8), record.toByteArray()));
    flush();
  }

  /** Waits until Kafka has all. */
  void flush() {
    producer.flush();
    stopIfRefused();
  }

  private void stopIfRefused() {
    var refused = refusal.get();
    if (refused != null) {
      throw new KafkaException("a record was refused: " + refused.getMessage(), refused);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
