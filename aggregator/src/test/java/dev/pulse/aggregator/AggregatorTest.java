package dev.pulse.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pulse.broker.BrokerConfig;
import dev.pulse.broker.EmbeddedBroker;
import dev.pulse.protocol.SystemClock;
import dev.pulse.protocol.Topics;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real broker. */
class AggregatorTest {
  private static EmbeddedBroker broker;
  private static String bootstrap;

  @BeforeAll
  static void startBroker(@TempDir Path dir) throws Exception {
    broker = EmbeddedBroker.start(BrokerConfig.in(dir.resolve("kafka")));
    bootstrap = broker.bootstrapServers();
    RecordedRun.createTopics(bootstrap);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  static Verification verify(String bootstrap, String run) {
    return Verification.compare(
        Recomputation.of(bootstrap, run),
        RunRecords.aggregates(bootstrap, run).values(),
        RunRecords.manifests(bootstrap, run));
  }

  private static void awaitComplete(String run) {
    await()
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(verify(bootstrap, run).differences()).isEmpty());
  }

  @Test
  void runIsExactAndSoIsItsReplay() throws Exception {
    try (var recorded = new RecordedRun(bootstrap, "exact", 3, 2, 200);
        var aggregator = Aggregator.start(AggregatorConfig.of(bootstrap))) {
      aggregator.awaitRunning(Duration.ofSeconds(30));
      recorded.write(10);
      recorded.sendRaw(new byte[0], new byte[] {1, 2, 3});
      recorded.end();

      awaitComplete("exact");

      var verification = verify(bootstrap, "exact");
      assertThat(verification.isComplete()).isTrue();
      assertThat(verification.summary())
          .isEqualTo(recorded.samples() + " of " + recorded.samples() + " samples accounted for");
      assertThat(aggregator.health().samples()).isGreaterThanOrEqualTo(recorded.samples());
      assertThat(aggregator.health().rejected()).isPositive();
      assertThat(aggregator.health().isWell()).isTrue();
      var replay =
          Replay.of(
              AggregatorConfig.of(bootstrap), "exact", Duration.ofSeconds(60), SystemClock.wall());
      assertThat(replay.differences()).isEmpty();
      assertThat(replay.samples()).isEqualTo(recorded.samples());
      assertThat(topics()).noneMatch(topic -> topic.contains("replay"));
    }
  }

  private static Set<String> topics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      return admin.listTopics().names().get();
    }
  }

  @Test
  void waitsForKafkaThatIsNotUpYet(@TempDir Path other) throws Exception {
    int port = freePort();
    var config = AggregatorConfig.of("127.0.0.1:" + port).withKafkaWait(Duration.ofSeconds(30));
    var starting = CompletableFuture.supplyAsync(() -> Aggregator.start(config));
    try (var late = EmbeddedBroker.start(BrokerConfig.in(other).withPort(port));
        var aggregator = starting.get(40, java.util.concurrent.TimeUnit.SECONDS)) {
      aggregator.awaitRunning(Duration.ofSeconds(30));

      assertThat(aggregator.health().state()).isEqualTo("RUNNING");
      assertThat(late.port()).isEqualTo(port);
    }
  }

  @Test
  void saysWhichKafkaItDidNotFind() throws Exception {
    var config =
        AggregatorConfig.of("127.0.0.1:" + freePort()).withKafkaWait(Duration.ofSeconds(1));

    assertThatThrownBy(() -> Aggregator.start(config))
        .isInstanceOf(AggregatorException.class)
        .hasMessageContaining(config.bootstrapServers())
        .hasMessageContaining("within 1 s");
  }

  @Test
  void stopsLoudlyWhenItsTopicIsDeleted(@TempDir Path other) throws Exception {
    try (var own = EmbeddedBroker.start(BrokerConfig.in(other));
        var aggregator = Aggregator.start(AggregatorConfig.of(own.bootstrapServers()));
        Admin admin = Admin.create(Map.of("bootstrap.servers", own.bootstrapServers()))) {
      aggregator.awaitRunning(Duration.ofSeconds(30));

      admin.deleteTopics(Set.of(Topics.SAMPLES)).all().get();

      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(aggregator.health().failure()).contains("stopped"));
    }
  }

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
