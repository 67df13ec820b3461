package dev.pulse.protocol;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Names and settings of the topics. Record timestamps are the time of publishing everywhere; event
 * times stand in the values, because a broker refuses and deletes records by their timestamp.
 */
public final class Topics {
  /** Every sample, as {@code SampleBatch}; key {@link Keys#stream}. */
  public static final String SAMPLES = "pulse.samples";

  /** Run plan, what agents say, abort, end, as {@code ControlRecord}; key: the run id. */
  public static final String CONTROL = "pulse.control";

  /** Interval summaries, running totals, stream accounts, as {@code AggregateRecord}; compacted. */
  public static final String INTERVALS = "pulse.intervals";

  /** Resources of the system under test, as {@code ResourceSample}. */
  public static final String RESOURCES = "pulse.resources";

  /** Records that were refused, bytes as they came, with the headers of {@link Rejection}. */
  public static final String REJECTED = "pulse.rejected";

  /**
   * Agents that wait for work, and what they are given, as {@code AgentRecord}; no part of any run,
   * and gone after an hour.
   */
  public static final String AGENTS = "pulse.agents";

  /** Partitions of samples and intervals unless the topics exist already. */
  public static final int DEFAULT_PARTITIONS = 4;

  private static final String FOREVER = "-1";

  /**
   * Milliseconds that a stamp may be ahead of the broker's clock: any. By default a machine whose
   * clock is more than an hour ahead could write nothing, and its samples would be lost.
   */
  private static final String ANY_AHEAD = Long.toString(Long.MAX_VALUE);

  private Topics() {}

  /**
   * All topics with their settings.
   *
   * @param partitions of the samples and intervals, ≥ 1; control and the rest have one
   * @param replication copies of each partition, ≥ 1; -1 for the broker's default
   */
  public static List<NewTopic> all(int partitions, short replication) {
    return List.of(
        kept(SAMPLES, partitions, replication),
        kept(CONTROL, 1, replication),
        compacted(INTERVALS, partitions, replication),
        kept(RESOURCES, 1, replication),
        kept(REJECTED, 1, replication),
        passing(AGENTS, replication));
  }

  /**
   * Creates the topics that are missing and leaves the others as they are.
   *
   * @throws ExecutionException if the broker refuses, with its reason as the cause
   */
  public static void create(Admin admin, int partitions, short replication)
      throws ExecutionException, InterruptedException {
    for (var result : admin.createTopics(all(partitions, replication)).values().values()) {
      try {
        result.get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  private static NewTopic kept(String name, int partitions, short replication) {
    return new NewTopic(name, partitions, replication)
        .configs(
            Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, ANY_AHEAD,
                TopicConfig.RETENTION_MS_CONFIG, FOREVER,
                TopicConfig.RETENTION_BYTES_CONFIG, FOREVER));
  }

  private static NewTopic compacted(String name, int partitions, short replication) {
    return new NewTopic(name, partitions, replication)
        .configs(
            Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG,
                ANY_AHEAD));
  }

  /** One segment of ten minutes is the most that is kept beyond the hour. */
  private static NewTopic passing(String name, short replication) {
    return new NewTopic(name, 1, replication)
        .configs(
            Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, ANY_AHEAD,
                TopicConfig.RETENTION_MS_CONFIG, "3600000",
                TopicConfig.SEGMENT_MS_CONFIG, "600000",
                TopicConfig.DELETE_RETENTION_MS_CONFIG, "60000",
                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.01"));
  }
}
