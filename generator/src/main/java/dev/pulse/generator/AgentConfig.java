package dev.pulse.generator;

import dev.pulse.generator.publish.SamplePublisher;
import dev.pulse.scenario.LoadTest;
import dev.pulse.scenario.Shard;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * What an agent runs, and how.
 *
 * @param kafka client properties, {@code bootstrap.servers} among them
 * @param run run id, not empty
 * @param agent name, unique in the run, not empty
 * @param test what is run
 * @param shard what of it this agent takes
 * @param eventLoops threads that send load, each a stream, ≥ 1
 * @param expectedStreams streams of the whole run over all agents, ≥ {@code eventLoops}
 * @param interval length of an interval, 1 ms..1 h
 * @param allowedTargets hosts that may be loaded besides loopback and private ones, lower case
 * @param kafkaTimeout how long to wait for Kafka before the load
 * @param startTimeout how long to wait for the launcher's start after being ready
 * @param flushTimeout how long to wait for Kafka after the load; what it has not acknowledged then
 *     counts as lost
 * @param queueBytes most that waits for Kafka during the load, ≥ 64 KiB
 * @param preflight whether target, login and limits are tried before the load
 * @param warmUp how long the code path is warmed; zero: not at all
 * @param version of this program, for {@code AgentHello}
 */
public record AgentConfig(
    Map<String, Object> kafka,
    String run,
    String agent,
    LoadTest test,
    Shard shard,
    int eventLoops,
    int expectedStreams,
    Duration interval,
    Set<String> allowedTargets,
    Duration kafkaTimeout,
    Duration startTimeout,
    Duration flushTimeout,
    long queueBytes,
    boolean preflight,
    Duration warmUp,
    String version) {

  /** Length of an interval: the resolution of all charts. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);

  /** Longer than a broker needs to start after a crash. */
  public static final Duration DEFAULT_KAFKA_TIMEOUT = Duration.ofSeconds(60);

  /** Long enough for the slowest of several agents. */
  public static final Duration DEFAULT_START_TIMEOUT = Duration.ofMinutes(2);

  /** Long enough for a full queue on a slow broker. */
  public static final Duration DEFAULT_FLUSH_TIMEOUT = Duration.ofSeconds(30);

  /** Enough for the JIT to have compiled the code path at 10,000 requests/s and more. */
  public static final Duration DEFAULT_WARM_UP = Duration.ofMillis(1_500);

  private static final long MIN_QUEUE_BYTES = 64 << 10;

  /** Checks the ranges. */
  public AgentConfig {
    kafka = Map.copyOf(kafka);
    allowedTargets = Set.copyOf(allowedTargets);
    require(!run.isEmpty() && !agent.isEmpty(), "run and agent must have a name");
    require(eventLoops >= 1, "eventLoops must be >= 1, is " + eventLoops);
    require(
        expectedStreams >= eventLoops,
        "expectedStreams must be >= " + eventLoops + ", is " + expectedStreams);
    require(
        interval.toMillis() >= 1 && interval.toHours() <= 1,
        "interval must be 1 ms to 1 h, is " + interval);
    require(
        queueBytes >= MIN_QUEUE_BYTES,
        "queueBytes must be >= " + MIN_QUEUE_BYTES + ", is " + queueBytes);
  }

  /**
   * An agent with all defaults: an event loop per core, one agent in the run.
   *
   * @param bootstrapServers of Kafka, such as {@code 127.0.0.1:9092}
   */
  public static AgentConfig of(String bootstrapServers, String run, String agent, LoadTest test) {
    int cores = Runtime.getRuntime().availableProcessors();
    return new AgentConfig(
        Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
        run,
        agent,
        test,
        Shard.whole(),
        cores,
        cores,
        DEFAULT_INTERVAL,
        Set.of(),
        DEFAULT_KAFKA_TIMEOUT,
        DEFAULT_START_TIMEOUT,
        DEFAULT_FLUSH_TIMEOUT,
        SamplePublisher.DEFAULT_QUEUE_BYTES,
        true,
        DEFAULT_WARM_UP,
        "unknown");
  }

  /** With other client properties, {@code bootstrap.servers} among them. */
  public AgentConfig withKafka(Map<String, Object> properties) {
    return with(draft -> draft.kafka = properties);
  }

  /** With a number of event loops, in a run of that many streams. */
  public AgentConfig withEventLoops(int loops) {
    return with(
        draft -> {
          draft.eventLoops = loops;
          draft.expectedStreams = loops;
        });
  }

  /**
   * With a part of the run, as one of several agents.
   *
   * @param part what of the run it takes
   * @param streams event loops of all agents together
   */
  public AgentConfig withShard(Shard part, int streams) {
    return with(
        draft -> {
          draft.shard = part;
          draft.expectedStreams = streams;
        });
  }

  /** With another length of intervals. */
  public AgentConfig withInterval(Duration length) {
    return with(draft -> draft.interval = length);
  }

  /** With hosts that may be loaded besides loopback and private ones. */
  public AgentConfig withAllowedTargets(Set<String> hosts) {
    return with(draft -> draft.allowedTargets = hosts);
  }

  /** With other times to wait for Kafka before and after the load. */
  public AgentConfig withKafkaTimeouts(Duration before, Duration after) {
    return with(
        draft -> {
          draft.kafkaTimeout = before;
          draft.flushTimeout = after;
        });
  }

  /** With another limit on what waits for Kafka. */
  public AgentConfig withQueueBytes(long bytes) {
    return with(draft -> draft.queueBytes = bytes);
  }

  /** With or without trying target, login and limits first. */
  public AgentConfig withPreflight(boolean on) {
    return with(draft -> draft.preflight = on);
  }

  /** With another length of the warm-up. */
  public AgentConfig withWarmUp(Duration length) {
    return with(draft -> draft.warmUp = length);
  }

  /** With the version of the program. */
  public AgentConfig withVersion(String name) {
    return with(draft -> draft.version = name);
  }

  private AgentConfig with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return new AgentConfig(
        draft.kafka,
        run,
        agent,
        test,
        draft.shard,
        draft.eventLoops,
        draft.expectedStreams,
        draft.interval,
        draft.allowedTargets,
        draft.kafkaTimeout,
        startTimeout,
        draft.flushTimeout,
        draft.queueBytes,
        draft.preflight,
        draft.warmUp,
        draft.version);
  }

  /** What may be changed of a configuration, while it is. */
  private static final class Draft {
    Map<String, Object> kafka;
    Shard shard;
    int eventLoops;
    int expectedStreams;
    Duration interval;
    Set<String> allowedTargets;
    Duration kafkaTimeout;
    Duration flushTimeout;
    long queueBytes;
    boolean preflight;
    Duration warmUp;
    String version;

    Draft(AgentConfig from) {
      kafka = from.kafka;
      shard = from.shard;
      eventLoops = from.eventLoops;
      expectedStreams = from.expectedStreams;
      interval = from.interval;
      allowedTargets = from.allowedTargets;
      kafkaTimeout = from.kafkaTimeout;
      flushTimeout = from.flushTimeout;
      queueBytes = from.queueBytes;
      preflight = from.preflight;
      warmUp = from.warmUp;
      version = from.version;
    }
  }

  int intervalMicros() {
    return Math.toIntExact(interval.toNanos() / 1_000);
  }

  private static void require(boolean condition, String rule) {
    if (!condition) {
      throw new IllegalArgumentException(rule);
    }
  }
}
