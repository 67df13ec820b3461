package dev.pulse.aggregator.sink;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many records of results and resources are in Kafka and not in InfluxDB. It asks Kafka by
 * itself, since the thread that reads may hang in a write.
 */
final class SinkLag implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SinkLag.class);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final Admin admin;
  private volatile Map<TopicPartition, Long> written = Map.of();
  private volatile long known;

  /** Of a Kafka, by its client properties. */
  SinkLag(Map<String, Object> kafka) {
    Map<String, Object> properties = new HashMap<>(kafka);
    // A broker that comes back must not find its address forgotten.
    properties.put(AdminClientConfig.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
    admin = Admin.create(properties);
  }

  /** Everything before these offsets is written. */
  void written(Map<TopicPartition, Long> offsets) {
    written = Map.copyOf(offsets);
  }

  /**
   * Records that wait; while Kafka does not answer, as many as it told last. Any thread may ask,
   * for at most two seconds.
   */
  long behind() throws InterruptedException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    var offsets = written;
    offsets.keySet().forEach(partition -> ends.put(partition, OffsetSpec.latest()));
    var committed =
        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs((int) ANSWER.toMillis());
    try {
      var found = admin.listOffsets(ends, committed).all();
      long sum = 0;
      for (var end : found.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS).entrySet()) {
        sum += Math.max(0, end.getValue().offset() - offsets.getOrDefault(end.getKey(), 0L));
      }
      known = sum;
    } catch (ExecutionException | TimeoutException e) {
      LOG.atDebug().setCause(e).log("Kafka does not tell where its topics end");
    }
    return known;
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
