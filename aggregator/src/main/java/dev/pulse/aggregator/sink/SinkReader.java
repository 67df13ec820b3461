package dev.pulse.aggregator.sink;

import dev.pulse.protocol.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The consumer of a sink. It has all partitions to itself, because a point over all series needs
 * what stands in several; its group is for offsets only.
 */
final class SinkReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final int MOST_RECORDS = 5_000;

  /** Intervals that a partition may be ahead of another one, so that few have to be held. */
  private static final int MOST_AHEAD = 50;

  private final SinkConfig config;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> control;
  private final List<TopicPartition> results;
  private final Map<TopicPartition, Long> written = new HashMap<>();
  private Map<TopicPartition, OffsetAndMetadata> committed = Map.of();

  SinkReader(SinkConfig config) {
    this.config = config;
    consumer =
        new KafkaConsumer<>(
            properties(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      control = partitions(Topics.CONTROL);
      results = partitions(Topics.INTERVALS);
      List<TopicPartition> resources = partitions(Topics.RESOURCES);
      Set<TopicPartition> all =
          List.of(control, results, resources).stream()
              .flatMap(Collection::stream)
              .collect(Collectors.toSet());
      consumer.assign(all);
      seek(all);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  private static Map<String, Object> properties(SinkConfig config) {
    Map<String, Object> properties = new HashMap<>(config.kafka());
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, config.group());
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return properties;
  }

  private List<TopicPartition> partitions(String topic) {
    var infos = consumer.partitionsFor(topic, ANSWER);
    if (infos.isEmpty()) {
      throw new IllegalStateException("Kafka has no topic " + topic);
    }
    return infos.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
  }

  /** Control is read from the beginning always: it says when runs began. */
  private void seek(Set<TopicPartition> all) {
    Map<TopicPartition, Long> from = new HashMap<>();
    if (config.from() == SinkConfig.From.NOW) {
      from.putAll(consumer.endOffsets(all, ANSWER));
    } else {
      consumer
          .committed(all, ANSWER)
          .forEach(
              (partition, offset) -> {
                if (offset != null) {
                  from.put(partition, offset.offset());
                }
              });
    }
    written.putAll(from);
    for (TopicPartition partition : all) {
      Long offset = from.get(partition);
      if (offset == null || control.contains(partition)) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, offset);
      }
    }
  }

  ConsumerRecords<byte[], byte[]> poll() {
    return consumer.poll(POLL);
  }

  /** Whether points of a record were written in an earlier life. */
  boolean isWritten(TopicPartition partition, long offset) {
    return offset < written.getOrDefault(partition, 0L);
  }

  /** Whether all control records that stood in Kafka when this was asked have been read. */
  boolean isControlRead() {
    return isRead(consumer.endOffsets(control, ANSWER));
  }

  /** Whether everything before these offsets has been read. */
  boolean isRead(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey(), ANSWER) >= end.getValue());
  }

  /** Where everything ends now. */
  Map<TopicPartition, Long> ends() {
    return consumer.endOffsets(consumer.assignment(), ANSWER);
  }

  /**
   * Lets partitions go on that are not ahead of others, or none.
   *
   * @param runs of which results have been read
   * @param wait whether results have to wait for control records
   */
  void align(Collection<SinkRun> runs, boolean wait) {
    consumer.pause(results);
    if (wait) {
      return;
    }
    var behind =
        results.stream()
            .filter(partition -> runs.stream().noneMatch(run -> isAhead(run, partition)))
            .toList();
    boolean stuck = results.stream().filter(this::hasUnread).noneMatch(behind::contains);
    // Two runs side by side may each be ahead in what the other one waits for.
    consumer.resume(stuck ? results : behind);
  }

  private boolean hasUnread(TopicPartition partition) {
    return consumer.currentLag(partition).orElse(1) > 0;
  }

  private boolean isAhead(SinkRun run, TopicPartition partition) {
    return run.newestInterval(partition) - MOST_AHEAD > slowest(run);
  }

  /**
   * The newest interval of a run in the partition that is furthest behind of those that have more;
   * {@link Long#MAX_VALUE} where all is read.
   */
  long slowest(SinkRun run) {
    return results.stream()
        .filter(this::hasUnread)
        .mapToLong(run::newestInterval)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** How far results and resources have been read. */
  Map<TopicPartition, Long> positions() {
    Map<TopicPartition, Long> positions = allPositions();
    positions.keySet().removeAll(control);
    return positions;
  }

  private Map<TopicPartition, Long> allPositions() {
    Map<TopicPartition, Long> positions = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      positions.put(partition, consumer.position(partition, ANSWER));
    }
    return positions;
  }

  /** Commits what is written, but of runs that go on from their first result. */
  void commit(Collection<SinkRun> runs) {
    if (config.from() == SinkConfig.From.NOW) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    restartOffsets(runs)
        .forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
    if (!offsets.equals(committed)) {
      consumer.commitSync(offsets, ANSWER);
      committed = offsets;
    }
  }

  private Map<TopicPartition, Long> restartOffsets(Collection<SinkRun> runs) {
    return RestartOffsets.of(allPositions(), runs);
  }

  /** Goes back to the first results of all runs that are not over. */
  void goBack(Collection<SinkRun> runs) {
    restartOffsets(runs).forEach(consumer::seek);
  }

  void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
