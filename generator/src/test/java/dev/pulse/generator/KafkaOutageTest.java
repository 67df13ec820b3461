package dev.pulse.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pulse.broker.BrokerConfig;
import dev.pulse.broker.EmbeddedBroker;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.LossRange;
import dev.pulse.protocol.v1.StreamManifest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka goes away in the middle of a load, comes back, or never comes. */
class KafkaOutageTest {
  @TempDir Path folder;

  private TestTarget target;
  private int port;

  @BeforeEach
  void startTarget() throws IOException {
    target = new TestTarget();
    target.on("/", TestTarget.answer(200, "{}"));
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  @AfterEach
  void stopTarget() throws IOException {
    target.close();
  }

  private EmbeddedBroker kafka() {
    return EmbeddedBroker.start(BrokerConfig.in(folder).withPort(port));
  }

  private AgentConfig config(String run, Duration length) {
    var test =
        LoadTests.of(target.url())
            .requests(LoadTests.get("a", "/"))
            .constant(10, length)
            .thinkTime(Duration.ofMillis(1), Duration.ofMillis(4))
            .build();
    return AgentConfig.of("127.0.0.1:" + port, run, "agent-1", test)
        .withEventLoops(1)
        .withWarmUp(Duration.ZERO)
        .withPreflight(false)
        .withKafkaTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(30));
  }

  private static Predicate<ControlRecord> beats(int atLeastSeconds) {
    return record ->
        record.hasHeartbeat() && record.getHeartbeat().getAtMicros() > atLeastSeconds * 1_000_000L;
  }

  private static Set<Long> sequences(Launch launch) throws Exception {
    Set<Long> sequences = new HashSet<>();
    launch.readSamples(
        block -> {
          for (int row = 0; row < block.columns().count; row++) {
            assertThat(sequences.add(block.sequence(row))).isTrue();
          }
        });
    return sequences;
  }

  @Test
  void nothingIsLostWhenKafkaComesBack() throws Exception {
    var kafka = kafka();
    Launch.createTopics(kafka.bootstrapServers());
    var config = config("back", Duration.ofSeconds(7));
    try (var launch = Launch.start(new Agent(config), config).go()) {
      launch.await(beats(1));
      kafka.close();
      long before = target.count();
      try (var again = kafka()) {
        assertThat(again.port()).isEqualTo(port);
        var result = launch.result();
        assertThat(result.lost()).isZero();
        assertThat(result.published()).isTrue();
        assertThat(target.count()).isGreaterThan(before);
        assertThat(sequences(launch)).hasSize(Math.toIntExact(target.count()));
        assertThat(result.scheduled()).isEqualTo(target.count());
      }
    }
  }

  @Test
  void whatAFullQueueDropsIsNamedExactly() throws Exception {
    var kafka = kafka();
    Launch.createTopics(kafka.bootstrapServers());
    var config = config("full", Duration.ofSeconds(9)).withQueueBytes(64 << 10);
    try (var launch = Launch.start(new Agent(config), config).go()) {
      launch.await(beats(1));
      kafka.close();
      awaitDrops();
      try (var again = kafka()) {
        assertThat(again.port()).isEqualTo(port);
        var result = launch.result();
        StreamManifest stream = result.manifest().getStreams(0);
        List<LossRange> losses = stream.getLostList();
        Set<Long> received = sequences(launch);
        assertThat(result.lost()).isPositive();
        assertThat(losses)
            .extracting(LossRange::getReason)
            .containsOnly("Kafka away, publishing queue full");
        for (long sequence = 0; sequence < stream.getScheduled(); sequence++) {
          long at = sequence;
          boolean isLost =
              losses.stream().anyMatch(r -> r.getFirstSample() <= at && at <= r.getLastSample());
          assertThat(received.contains(sequence)).as("sample %d", sequence).isNotEqualTo(isLost);
        }
        assertThat(stream.getAcknowledged()).isEqualTo(received.size());
        assertThat(result.scheduled()).isEqualTo(target.count());
      }
    }
  }

  /** Until more requests were answered than the small queue has room for. */
  private void awaitDrops() {
    long enough = target.count() + 6_000;
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> target.count() >= enough);
  }

  @Test
  void kafkaThatComesLateIsWaitedFor() throws Exception {
    var config = config("late", Duration.ofSeconds(1));
    var agent = new Agent(config);
    var result = new java.util.concurrent.CompletableFuture<AgentResult>();
    var thread =
        new Thread(
            () -> {
              try {
                result.complete(agent.run());
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            });
    thread.start();
    try (var late = kafka()) {
      Launch.createTopics(late.bootstrapServers());
      agent.stop("signal");
      var ended = result.get(40, java.util.concurrent.TimeUnit.SECONDS);
      assertThat(ended.manifest().getStopReason()).isEqualTo("signal");
      assertThat(ended.scheduled()).isZero();
      assertThat(ended.manifest().getStreams(0).getBatches()).isPositive();
    }
  }

  @Test
  void kafkaThatNeverComesIsNamed() {
    var config =
        config("never", Duration.ofSeconds(1))
            .withKafkaTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(1));
    var refusal = catchThrowableOfType(AgentException.class, () -> new Agent(config).run());
    assertThat(refusal).hasMessageContaining("127.0.0.1:" + port);
  }
}
