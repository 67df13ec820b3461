package dev.pulse.aggregator.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pulse.protocol.Rejection;
import dev.pulse.protocol.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Puts refused points aside on {@code pulse.rejected}. Their key is the InfluxDB's address, which
 * is that of no run, because the run itself lacks nothing.
 */
final class RejectedTopic implements RejectedPoints, AutoCloseable {
  /** Of a point, as {@link Rejection#REASON} has it. */
  static final String REASON = "INFLUXDB_REFUSED";

  private static final int BUFFER_BYTES = 4 << 20;

  private final String target;
  private final KafkaProducer<String, byte[]> producer;
  private final List<Future<?>> sent = new ArrayList<>();

  RejectedTopic(Map<String, Object> kafka, InfluxTarget target) {
    this.target = target.toString();
    producer =
        new KafkaProducer<>(properties(kafka), new StringSerializer(), new ByteArraySerializer());
  }

  /** It waits for Kafka as long as it takes, since offsets must not be committed before. */
  private static Map<String, Object> properties(Map<String, Object> kafka) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.MAX_VALUE);
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    return properties;
  }

  @Override
  public void reject(String line, String reason) {
    var record = new ProducerRecord<>(Topics.REJECTED, target, line.getBytes(UTF_8));
    record.headers().add(Rejection.REASON, REASON.getBytes(UTF_8));
    record.headers().add(Rejection.MESSAGE, reason.getBytes(UTF_8));
    record.headers().add(Rejection.ORIGIN, target.getBytes(UTF_8));
    sent.add(producer.send(record));
  }

  /**
   * Waits until Kafka has all of them.
   *
   * @throws KafkaException if it will never take one, or this was closed meanwhile
   */
  void awaitTaken() throws InterruptedException {
    for (Future<?> one : sent) {
      try {
        one.get();
      } catch (ExecutionException e) {
        throw new KafkaException(
            "Kafka did not take a point that InfluxDB refused: " + e.getCause(), e);
      }
    }
    sent.clear();
  }

  /**
   * Ends at once; from any thread. What is not taken comes again, as its offset is not committed.
   */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
