package dev.pulse.reporter.run;

import java.util.List;
import java.util.Map;

/** Reads a run from Kafka, as much of it as is there. Reads what was committed only. */
public final class RunReader {
  private final Map<String, Object> settings;

  /**
   * A reader.
   *
   * @param settings of the Kafka consumer, {@code bootstrap.servers} at least
   */
  public RunReader(Map<String, Object> settings) {
    this.settings = Map.copyOf(settings);
  }

  /**
   * Reads one run: control, then intervals, then rejections, each to where it ends now.
   *
   * @param run full run id, see {@link RunCatalog#resolve}; of an unknown run the data is empty
   * @throws org.apache.kafka.common.KafkaException if the broker does not answer
   */
  public RunData read(String run) {
    var data = new RunData(run);
    var records = new RunRecords(data);
    try (var consumer = TopicScan.consumer(settings)) {
      for (String topic : RunRecords.TOPICS) {
        TopicScan.read(consumer, TopicScan.partitions(consumer, List.of(topic)), records::accept);
      }
    }
    return data;
  }
}
