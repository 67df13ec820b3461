package dev.pulse.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.Records;
import dev.pulse.protocol.Topics;
import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stands in Kafka about one run: its aggregates and its manifests. */
public final class RunRecords {
  private static final Logger LOG = LoggerFactory.getLogger(RunRecords.class);

  private RunRecords() {}

  /**
   * The last value of each key on {@link Topics#INTERVALS}, committed ones only.
   *
   * @return by record key, see {@code Keys}
   * @throws AggregatorException if Kafka does not answer
   */
  public static Map<String, AggregateRecord> aggregates(String bootstrapServers, String run) {
    return aggregates(Map.of("bootstrap.servers", bootstrapServers), run);
  }

  /**
   * The same by client properties, {@code bootstrap.servers} among them.
   *
   * @throws AggregatorException if Kafka does not answer
   */
  public static Map<String, AggregateRecord> aggregates(Map<String, Object> kafka, String run) {
    Map<String, AggregateRecord> latest = new LinkedHashMap<>();
    new TopicReader(kafka)
        .read(
            Topics.INTERVALS,
            record ->
                ofRun(record, run).ifPresent(aggregate -> latest.put(keyOf(record), aggregate)));
    return latest;
  }

  /** The record of {@link Topics#INTERVALS} if it is one of the run. */
  static Optional<AggregateRecord> ofRun(ConsumerRecord<byte[], byte[]> record, String run) {
    if (record.key() == null || record.value() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Records.aggregate(record.value()))
          .filter(aggregate -> aggregate.getRun().equals(run));
    } catch (InvalidRecordException e) {
      skipped(record, e);
      return Optional.empty();
    }
  }

  /**
   * The manifests on {@link Topics#CONTROL}, in the order they were written.
   *
   * @throws AggregatorException if Kafka does not answer
   */
  public static List<Manifest> manifests(String bootstrapServers, String run) {
    return manifests(Map.of("bootstrap.servers", bootstrapServers), run);
  }

  /**
   * The same by client properties, {@code bootstrap.servers} among them.
   *
   * @throws AggregatorException if Kafka does not answer
   */
  public static List<Manifest> manifests(Map<String, Object> kafka, String run) {
    List<Manifest> manifests = new ArrayList<>();
    new TopicReader(kafka)
        .read(
            Topics.CONTROL,
            record -> {
              try {
                var control = Records.control(record.value());
                if (control.getRun().equals(run) && control.hasManifest()) {
                  manifests.add(control.getManifest());
                }
              } catch (InvalidRecordException e) {
                skipped(record, e);
              }
            });
    return manifests;
  }

  static String keyOf(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), UTF_8);
  }

  private static void skipped(ConsumerRecord<byte[], byte[]> record, InvalidRecordException e) {
    LOG.atWarn()
        .addKeyValue("origin", record.topic() + "-" + record.partition() + "@" + record.offset())
        .log("passed over an unreadable record: {}", e.getMessage());
  }
}
