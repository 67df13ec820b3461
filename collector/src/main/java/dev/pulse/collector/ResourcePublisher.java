package dev.pulse.collector;

import dev.pulse.protocol.Records;
import dev.pulse.protocol.Topics;
import dev.pulse.protocol.v1.ResourceSample;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends readings to {@code pulse.resources}. Any thread may use it; it waits at most a second. */
final class ResourcePublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ResourcePublisher.class);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final KafkaProducer<String, byte[]> producer;
  private final InstantSource wall;
  private final AtomicLong lost = new AtomicLong();

  ResourcePublisher(Map<String, Object> kafka, InstantSource wall) {
    this.wall = wall;
    var settings = new HashMap<String, Object>();
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 100);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4 << 20);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
    settings.putAll(kafka);
    producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  /**
   * Sends one reading.
   *
   * @param readEpochMicros when it was read, for one whose source gives no time of its own
   */
  void publish(String run, SourceSpec source, Reading reading, long readEpochMicros) {
    long at = reading.atEpochMicros() > 0 ? reading.atEpochMicros() : readEpochMicros;
    send(
        sample(run, source, at)
            .setSeries(reading.series())
            .setUnit(reading.unit())
            .setValue(reading.value())
            .setEvent(reading.event())
            .putAllLabels(reading.labels())
            .putLabels("label", reading.label()));
  }

  /** Nothing could be read of a source. */
  void publishGap(String run, SourceSpec source, String why) {
    send(sample(run, source, nowMicros()).setGap(why));
  }

  private ResourceSample.Builder sample(String run, SourceSpec source, long atEpochMicros) {
    return ResourceSample.newBuilder()
        .setSchema(Records.SCHEMA)
        .setRun(run)
        .setSource(source.kind())
        .setAtEpochMicros(atEpochMicros)
        .putLabels("name", source.name());
  }

  private long nowMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, wall.instant());
  }

  private void send(ResourceSample.Builder sample) {
    try {
      producer.send(
          new ProducerRecord<>(Topics.RESOURCES, sample.getRun(), sample.build().toByteArray()),
          (metadata, failure) -> {
            if (failure != null) {
              lost(failure);
            }
          });
    } catch (KafkaException | IllegalStateException e) {
      // The latter from a source that answered when all was closed.
      lost(e);
    }
  }

  private void lost(Exception why) {
    if (lost.incrementAndGet() == 1) {
      LOG.warn("Kafka did not take a reading, which is lost: {}", why.toString());
    }
  }

  /** Readings that Kafka did not take. */
  long lost() {
    return lost.get();
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
