package dev.pulse.generator;

import dev.pulse.protocol.ControlChannel;
import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.SampleBatchDecoder;
import dev.pulse.protocol.SampleBlock;
import dev.pulse.protocol.SystemClock;
import dev.pulse.protocol.Topics;
import dev.pulse.protocol.v1.Abort;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Started;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What the launcher does around an agent, for tests: topics, the start, reading all of it back. */
final class Launch implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<String, Object> kafka;
  private final ControlChannel control;
  final List<ControlRecord> heard = new ArrayList<>();
  private final CompletableFuture<AgentResult> result = new CompletableFuture<>();

  private Launch(Map<String, Object> kafka, ControlChannel control) {
    this.kafka = kafka;
    this.control = control;
  }

  static void createTopics(String bootstrapServers) throws Exception {
    try (var admin = Admin.create(kafka(bootstrapServers))) {
      Topics.create(admin, 2, (short) 1);
    }
  }

  private static Map<String, Object> kafka(String bootstrapServers) {
    return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
  }

  /** Runs an agent on a thread of its own, and gives it the start once it is ready. */
  static Launch start(Agent agent, AgentConfig config) throws TimeoutException {
    var control =
        ControlChannel.open(
            config.kafka(), config.run(), ControlChannel.From.NOW, PATIENCE, SystemClock.wall());
    var launch = new Launch(config.kafka(), control);
    var thread = new Thread(() -> launch.runAgent(agent), "test-agent");
    thread.setDaemon(true);
    thread.start();
    return launch;
  }

  private void runAgent(Agent agent) {
    try {
      result.complete(agent.run());
    } catch (Exception | Error e) {
      result.completeExceptionally(e);
    }
  }

  /** Waits for AgentReady and gives the start. */
  Launch go() {
    await(record -> record.hasReady());
    long soon = ChronoUnit.MICROS.between(Instant.EPOCH, SystemClock.wall().instant()) + 100_000;
    control.send(
        ControlRecord.newBuilder()
            .setStarted(Started.newBuilder().setAgent("agent-1").setStartEpochMicros(soon)));
    return this;
  }

  void abort(String reason) {
    control.send(ControlRecord.newBuilder().setAbort(Abort.newBuilder().setReason(reason)));
  }

  /** Polls until a record comes or the agent has ended. */
  void await(java.util.function.Predicate<ControlRecord> wanted) {
    int from = heard.size();
    for (int polls = 0; polls < 600; polls++) {
      heard.addAll(control.poll(Duration.ofMillis(100)));
      if (heard.subList(from, heard.size()).stream().anyMatch(wanted)) {
        return;
      }
      if (result.isCompletedExceptionally()) {
        result.join();
      }
    }
    throw new IllegalStateException("waited in vain; heard " + heard);
  }

  AgentResult result() throws Exception {
    var ended = result.get(120, TimeUnit.SECONDS);
    for (var more = control.poll(Duration.ofMillis(500));
        !more.isEmpty();
        more = control.poll(Duration.ofMillis(200))) {
      heard.addAll(more);
    }
    return ended;
  }

  /** Decodes every sample batch that the topic holds. */
  void readSamples(Consumer<SampleBlock> each) throws InvalidRecordException {
    var decoder = new SampleBatchDecoder();
    try (var consumer =
        new KafkaConsumer<>(kafka, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.SAMPLES).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          each.accept(decoder.decode(record.value()));
        }
      }
    }
  }

  @Override
  public void close() {
    control.close();
  }
}
