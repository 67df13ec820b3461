package dev.pulse.reporter.run;

import java.util.List;
import java.util.Map;
import java.util.Set;

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
    var data = read(run, Set.of());
    // Of what was merged before it was written again, the last word is taken this time.
    return data.rewritten().isEmpty() ? data : read(run, data.rewritten());
  }

  private RunData read(String run, Set<IntervalStore.Cell> rewritten) {
    var data = new RunData(run);
    var records = new RunRecords(data, rewritten);
    try (var consumer = TopicScan.consumer(settings)) {
      for (String topic : RunRecords.TOPICS) {
        TopicScan.read(consumer, TopicScan.partitions(consumer, List.of(topic)), records::accept);
      }
    }
    records.finish();
    return data;
  }
}
