package dev.pulse.aggregator;

import dev.pulse.protocol.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aggregates a run again, from its raw samples, through a fresh Streams application that writes to
 * topics of its own; all that it made is deleted afterwards. The result must equal the first one.
 */
public final class Replay {
  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
  private static final Duration POLL = Duration.ofMillis(200);

  /** With no result for this long, nothing more will come: ten times what a silent stream waits. */
  static final Duration QUIET = Timing.DEFAULT.provisionalAfter().multipliedBy(10);

  private final AggregatorConfig config;
  private final AggregationTopics topics;
  private final String run;
  private final InstantSource clock;
  private final Map<String, AggregateDigest> replayed = new HashMap<>();

  private Replay(AggregatorConfig config, String run, InstantSource clock) {
    String id = Long.toString(clock.millis(), Character.MAX_RADIX);
    this.config = config.withApplicationId("pulse-replay-" + id).withInstanceId("");
    this.topics =
        new AggregationTopics(
            Topics.SAMPLES, Topics.INTERVALS + ".replay-" + id, Topics.REJECTED + ".replay-" + id);
    this.run = run;
    this.clock = clock;
  }

  /**
   * Replays a run and compares. Returns when the results are equal, or when no further result
   * comes.
   *
   * @param config of which servers, threads, partitions and timing count
   * @param timeout longest time for all
   * @throws AggregatorException if Kafka fails, or the time is over
   */
  public static ReplayResult of(
      AggregatorConfig config, String run, Duration timeout, InstantSource clock) {
    return new Replay(config, run, clock).replay(timeout);
  }

  private ReplayResult replay(Duration timeout) {
    Map<String, AggregateDigest> first = new HashMap<>();
    new TopicReader(config.toClientProperties())
        .read(Topics.INTERVALS, record -> put(first, record));
    try (Admin admin = Admin.create(config.toClientProperties())) {
      createTopics(admin);
      try {
        return replay(first, clock.instant().plus(timeout));
      } finally {
        deleteEverything(admin);
      }
    } catch (ExecutionException e) {
      throw new AggregatorException("Kafka refused a topic for the replay: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AggregatorException("Interrupted during a replay", e);
    }
  }

  private ReplayResult replay(Map<String, AggregateDigest> first, Instant deadline) {
    try (var consumer = new TopicReader(config.toClientProperties()).consumer();
        var aggregator = Aggregator.start(config, topics, run::equals, clock)) {
      consumer.assign(TopicReader.partitions(consumer, topics.intervals()));
      Instant begun = clock.instant();
      Instant latest = begun;
      while (!isOver(first, latest)) {
        stopIfFailed(aggregator, deadline);
        if (collect(consumer)) {
          latest = clock.instant();
        }
      }
      return new ReplayResult(
          run, samples(replayed), Duration.between(begun, latest), differences(first));
    }
  }

  private boolean isOver(Map<String, AggregateDigest> first, Instant latest) {
    return clock.instant().isAfter(latest.plus(QUIET))
        || (!first.isEmpty()
            && samples(replayed) == samples(first)
            && differences(first).isEmpty());
  }

  private void stopIfFailed(Aggregator aggregator, Instant deadline) {
    var health = aggregator.health();
    if (!health.isWell()) {
      throw new AggregatorException("The replay failed: " + health.failure(), null);
    }
    if (clock.instant().isAfter(deadline)) {
      throw new AggregatorException(
          "The replay is not done in time; it has taken " + health.samples() + " samples", null);
    }
  }

  /** Takes results until there are none at the moment; whether there were any. */
  private boolean collect(KafkaConsumer<byte[], byte[]> consumer) {
    boolean any = false;
    for (var records = consumer.poll(POLL); !records.isEmpty(); records = consumer.poll(POLL)) {
      records.forEach(record -> put(replayed, record));
      any = true;
    }
    return any;
  }

  private void put(Map<String, AggregateDigest> latest, ConsumerRecord<byte[], byte[]> record) {
    RunRecords.ofRun(record, run)
        .ifPresent(
            aggregate -> latest.put(RunRecords.keyOf(record), AggregateDigest.of(aggregate)));
  }

  private List<String> differences(Map<String, AggregateDigest> first) {
    var differences = new Differences();
    Set<String> keys = new HashSet<>(first.keySet());
    keys.addAll(replayed.keySet());
    for (String key : keys) {
      var before = first.get(key);
      var after = replayed.get(key);
      if (before == null || after == null) {
        differences.add(key + ": is only in the " + (before == null ? "replay" : "first result"));
      } else if (!before.equals(after)) {
        differences.add(key + ": is not equal");
      }
    }
    return differences.toList();
  }

  private static long samples(Map<String, AggregateDigest> records) {
    return records.values().stream().mapToLong(AggregateDigest::samples).sum();
  }

  private void createTopics(Admin admin) throws ExecutionException, InterruptedException {
    var compacted = Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    admin
        .createTopics(
            List.of(
                new NewTopic(topics.intervals(), config.partitions(), config.replication())
                    .configs(compacted),
                new NewTopic(topics.rejected(), 1, config.replication())))
        .all()
        .get();
  }

  private void deleteEverything(Admin admin) throws ExecutionException, InterruptedException {
    Set<String> mine = new HashSet<>(Set.of(topics.intervals(), topics.rejected()));
    admin.listTopics().names().get().stream()
        .filter(topic -> topic.startsWith(config.applicationId() + "-"))
        .forEach(mine::add);
    admin.deleteTopics(mine).all().get();
    try {
      admin.deleteConsumerGroups(List.of(config.applicationId())).all().get();
    } catch (ExecutionException e) {
      LOG.atInfo()
          .addKeyValue("group", config.applicationId())
          .log("left a consumer group behind", e);
    }
  }
}
