package dev.pulse.broker;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may expect of a running broker, and what a second one gets to hear. */
class EmbeddedBrokerTest {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path dataDir;

  @SuppressWarnings("NullAway.Init")
  private static EmbeddedBroker broker;

  @SuppressWarnings("NullAway.Init")
  private static Clients clients;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(BrokerConfig.in(dataDir));
    clients = Clients.of(broker);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void acknowledgedRecordsAreConsumedInOrder() throws Exception {
    clients.create("in-order");

    clients.send("in-order", "a", "b", "c");

    assertThat(clients.readAll("in-order")).containsExactly("a", "b", "c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "lz4", "zstd"})
  void compressedRecordsAreAccepted(String codec) throws Exception {
    clients.create("codec-" + codec);

    try (Producer<String, String> producer = clients.producer(Map.of("compression.type", codec))) {
      producer.send(new ProducerRecord<>("codec-" + codec, "x".repeat(5_000))).get(20, SECONDS);
    }

    assertThat(clients.readAll("codec-" + codec)).containsExactly("x".repeat(5_000));
  }

  @Test
  void abortedTransactionIsNotSeenAndItsOffsetsAreNotCommitted() throws Exception {
    clients.create("transactions");
    try (Producer<String, String> producer = clients.producer(Map.of("transactional.id", "t"));
        Consumer<String, String> group = clients.consumer("transactional")) {
      producer.initTransactions();

      sendInTransaction(producer, group, "committed", 1);
      producer.commitTransaction();
      sendInTransaction(producer, group, "aborted", 2);
      producer.abortTransaction();

      TopicPartition partition = new TopicPartition("transactions", 0);
      assertThat(clients.readAll("transactions")).containsExactly("committed");
      assertThat(group.committed(Set.of(partition)))
          .containsEntry(partition, new OffsetAndMetadata(1));
    }
  }

  @Test
  void recordsOfAProducerWithAWrongClockAreKept() throws Exception {
    clients.create("clocks");
    long now = InstantSource.system().millis();

    try (Producer<String, String> producer = clients.producer(Map.of())) {
      for (long stamp : new long[] {0, now - DAYS.toMillis(3_650), now + DAYS.toMillis(3_650)}) {
        producer.send(new ProducerRecord<>("clocks", 0, stamp, "k", "v" + stamp)).get(20, SECONDS);
      }
    }

    assertThat(clients.readAll("clocks")).hasSize(3);
  }

  @Test
  void misspeltTopicIsNotCreated() {
    try (Producer<String, String> producer = clients.producer(Map.of("max.block.ms", "500"))) {
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>("misspelt", "x")).get(5, SECONDS))
          .hasMessageContaining("Topic misspelt not present");
    }
  }

  @Test
  void secondBrokerInAnotherDirectoryIsAClusterOfItsOwn(@TempDir Path other) throws Exception {
    clients.create("mine");
    clients.send("mine", "first");

    try (EmbeddedBroker second = EmbeddedBroker.start(BrokerConfig.in(other))) {
      Clients ofSecond = Clients.of(second);
      ofSecond.create("mine");
      ofSecond.send("mine", "second");
      assertThat(ofSecond.readAll("mine")).containsExactly("second");
    }

    assertThat(clients.readAll("mine")).containsExactly("first");
  }

  @Test
  void secondBrokerOnTheSameDirectoryIsRefused() throws Exception {
    assertThatThrownBy(() -> EmbeddedBroker.start(BrokerConfig.in(dataDir)))
        .isInstanceOf(BrokerException.class)
        .hasMessage(
            "Kafka's data directory "
                + dataDir.toRealPath()
                + " is in use by another broker: stop that one, or choose another directory");

    clients.create("still-alive");
  }

  @Test
  void takenPortIsNamed(@TempDir Path other) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () -> EmbeddedBroker.start(BrokerConfig.in(other).withPort(taken.getLocalPort())))
          .isInstanceOf(BrokerException.class)
          .hasMessageStartingWith("Kafka cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void healthyBrokerReportsNoFault() {
    assertThat(broker.fault().toCompletableFuture()).isNotDone();
  }

  private static void sendInTransaction(
      Producer<String, String> producer, Consumer<String, String> group, String value, long offset)
      throws Exception {
    TopicPartition partition = new TopicPartition("transactions", 0);
    producer.beginTransaction();
    producer.send(new ProducerRecord<>("transactions", value)).get(20, SECONDS);
    producer.sendOffsetsToTransaction(
        Map.of(partition, new OffsetAndMetadata(offset)), group.groupMetadata());
  }

  @Test
  void valuesOutsideTheirRangesAreRefused() {
    for (Runnable wrong :
        List.<Runnable>of(
            () -> BrokerConfig.in(dataDir).withPort(65_536),
            () -> BrokerConfig.in(dataDir).withRetentionMillis(0))) {
      assertThatThrownBy(wrong::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must be");
    }
  }
}
