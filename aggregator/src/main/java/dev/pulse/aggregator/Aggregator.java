package dev.pulse.aggregator;

import dev.pulse.protocol.SystemClock;
import dev.pulse.protocol.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the {@link AggregationTopology}.
 *
 * <pre>{@code
 * try (var aggregator = Aggregator.start(AggregatorConfig.of("127.0.0.1:9092"))) {
 *   aggregator.awaitRunning(Duration.ofSeconds(30));
 *   ...
 * }
 * }</pre>
 *
 * <p>A stream thread that fails is replaced; when that does not help it stops, and {@link #failure}
 * says what happened. It can be killed at any moment: what was not committed is done again.
 */
public final class Aggregator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Aggregator.class);

  /** Longest wait for an orderly end; afterwards it is cut off, which costs nothing but time. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final KafkaStreams streams;
  private final Tally tally;
  private final FailureLimit limit;
  private final boolean leavesGroup;
  private final CompletableFuture<Void> running = new CompletableFuture<>();
  private final CompletableFuture<AggregatorException> failure = new CompletableFuture<>();

  private Aggregator(
      AggregatorConfig config,
      AggregationTopics topics,
      Predicate<String> runs,
      InstantSource clock) {
    var properties = new Properties();
    properties.putAll(config.toStreamsProperties());
    this.tally = new Tally();
    this.limit = new FailureLimit(clock);
    this.leavesGroup = config.instanceId().isEmpty();
    var topology = new AggregationTopology(topics, runs, config.timing(), tally);
    this.streams = new KafkaStreams(topology.get(), properties);
    streams.setStateListener((now, before) -> changed(now));
    streams.setUncaughtExceptionHandler(this::failed);
  }

  /**
   * Creates the topics that are missing and starts; returns before it is {@linkplain #awaitRunning
   * running}.
   *
   * @throws AggregatorException if Kafka does not answer within {@link AggregatorConfig#kafkaWait},
   *     or refuses
   */
  public static Aggregator start(AggregatorConfig config) {
    createTopics(config);
    return start(config, AggregationTopics.DEFAULT, run -> true, SystemClock.wall());
  }

  /** Starts over other topics, which exist, for some runs only. */
  static Aggregator start(
      AggregatorConfig config,
      AggregationTopics topics,
      Predicate<String> runs,
      InstantSource clock) {
    var aggregator = new Aggregator(config, topics, runs, clock);
    aggregator.streams.start();
    return aggregator;
  }

  private static void createTopics(AggregatorConfig config) {
    long waitMillis = config.kafkaWait().toMillis();
    Map<String, Object> properties = config.toClientProperties();
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) waitMillis);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) Math.min(waitMillis, 10_000));
    try (Admin admin = Admin.create(properties)) {
      Topics.create(admin, config.partitions(), config.replication());
    } catch (ExecutionException | KafkaException e) {
      throw unreachable(config, e instanceof ExecutionException ? e.getCause() : e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(config, e);
    }
  }

  private static AggregatorException unreachable(
      AggregatorConfig config, @Nullable Throwable cause) {
    String why = cause == null ? "no reason given" : cause.getMessage();
    return new AggregatorException(
        "The topics cannot be created on Kafka at "
            + config.bootstrapServers()
            + " within "
            + config.kafkaWait().toSeconds()
            + " s: "
            + why,
        cause);
  }

  /**
   * Waits until all partitions are assigned and their state is restored.
   *
   * @throws AggregatorException if it stopped instead, or takes longer
   */
  public void awaitRunning(Duration timeout) {
    try {
      running.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new AggregatorException(rootOf(e), e);
    } catch (TimeoutException e) {
      throw new AggregatorException(
          "The aggregator is not running after "
              + timeout.toSeconds()
              + " s, its state is "
              + streams.state(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AggregatorException("Interrupted while the aggregator was starting", e);
    }
  }

  /** Completed when it has stopped by itself, with what happened; never after {@link #close}. */
  public CompletableFuture<AggregatorException> failure() {
    return failure.copy();
  }

  /** How it is doing right now. */
  public Health health() {
    var failed = failure.getNow(null);
    return new Health(
        streams.state().name(),
        tally.batches(),
        tally.samples(),
        tally.rejected(),
        tally.duplicates(),
        tally.expired(),
        failed == null ? "" : String.valueOf(failed.getMessage()));
  }

  /** Commits what is done and ends, within about 10 s. */
  @Override
  public void close() {
    var membership =
        leavesGroup
            ? GroupMembershipOperation.LEAVE_GROUP
            : GroupMembershipOperation.REMAIN_IN_GROUP;
    var options = CloseOptions.timeout(CLOSE_TIMEOUT).withGroupMembershipOperation(membership);
    if (!streams.close(options)) {
      LOG.warn("the aggregator did not end in time; what was not committed will be done again");
    }
  }

  private void changed(State now) {
    if (now == State.RUNNING) {
      running.complete(null);
    } else if (now == State.ERROR) {
      stopped(new AggregatorException("The aggregator has stopped: all its threads failed", null));
    }
  }

  private StreamThreadExceptionResponse failed(Throwable cause) {
    boolean hopeless = cause instanceof MissingSourceTopicException || cause instanceof Error;
    if (!hopeless && limit.bears()) {
      LOG.warn("a stream thread failed and is replaced", cause);
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    LOG.error("the aggregator stops", cause);
    stopped(
        new AggregatorException(
            "The aggregator has stopped, nothing is lost, start it again: " + rootOf(cause),
            cause));
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private void stopped(AggregatorException why) {
    failure.complete(why);
    running.completeExceptionally(why);
  }

  private static String rootOf(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
