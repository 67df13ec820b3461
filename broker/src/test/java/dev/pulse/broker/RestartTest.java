package dev.pulse.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A data directory that is used again, whole or damaged. */
class RestartTest {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dataDir;

  @Test
  void topicsRecordsAndOffsetsAreKept() throws Exception {
    int port;
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.in(dataDir))) {
      port = broker.port();
      Clients clients = Clients.of(broker);
      clients.create("kept");
      clients.send("kept", "a", "b");
      readAndCommit(clients, "a", "b");
      clients.send("kept", "c");
    }

    try (EmbeddedBroker again = EmbeddedBroker.start(BrokerConfig.in(dataDir).withPort(port))) {
      assertThat(again.port()).isEqualTo(port);
      Clients clients = Clients.of(again);
      assertThat(clients.readAll("kept")).containsExactly("a", "b", "c");
      readAndCommit(clients, "c");
    }
  }

  @Test
  void closingTwiceIsHarmlessAndFreesTheDirectory() {
    EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.in(dataDir));
    broker.close();
    broker.close();

    EmbeddedBroker.start(BrokerConfig.in(dataDir)).close();
  }

  @Test
  void damagedIdentityIsNamed() throws Exception {
    EmbeddedBroker.start(BrokerConfig.in(dataDir)).close();
    Path file = dataDir.toRealPath().resolve("meta.properties");

    for (String content : List.of("", "version=1\nnode.id=x\n", "version=1\nnode.id=1\n")) {
      Files.writeString(file, content);
      assertRefused(file + " is damaged");
    }
  }

  @Test
  void identityOfAnotherNodeIsNamed() throws Exception {
    EmbeddedBroker.start(BrokerConfig.in(dataDir)).close();
    Path file = dataDir.toRealPath().resolve("meta.properties");

    Files.writeString(file, Files.readString(file).replace("node.id=1", "node.id=7"));

    assertRefused(file + " is damaged");
  }

  @Test
  void missingIdentityBesideDataIsNotReplaced() throws Exception {
    EmbeddedBroker.start(BrokerConfig.in(dataDir)).close();
    Path file = dataDir.toRealPath().resolve("meta.properties");

    Files.delete(file);

    assertRefused(file + " is damaged (it is missing)");
  }

  @Test
  void damagedClusterMetadataIsNamedBeforeAnyTopicIsLost() throws Exception {
    Path log = clusterWithOneTopic();

    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
      file.seek(file.length() / 4);
      file.write(new byte[64]);
    }

    assertRefused(log + " is damaged (unreadable from byte ");
    assertThat(dataDir.resolve("precious-0")).isDirectory();
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 40, 90})
  void batchThatWasBeingWrittenAtAPowerFailureIsLeftToRecovery(int tornBytes) throws Exception {
    Path log = clusterWithOneTopic();

    Files.write(log, Arrays.copyOf(Files.readAllBytes(log), tornBytes), StandardOpenOption.APPEND);

    assertPreciousIsKept();
  }

  @Test
  void zerosAfterAPowerFailureAreLeftToRecovery() throws Exception {
    Path log = clusterWithOneTopic();

    Files.write(log, new byte[4_096], StandardOpenOption.APPEND);

    assertPreciousIsKept();
  }

  @Test
  void fileInPlaceOfTheDirectoryIsNamed() throws Exception {
    Path file = Files.writeString(dataDir.resolve("file"), "x");

    assertThatThrownBy(() -> EmbeddedBroker.start(BrokerConfig.in(file)))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("Kafka's data directory " + file + " cannot be created");
  }

  private Path clusterWithOneTopic() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.in(dataDir))) {
      Clients.of(broker).create("precious");
      Clients.of(broker).send("precious", "a");
    }
    return dataDir.toRealPath().resolve("__cluster_metadata-0/00000000000000000000.log");
  }

  private void assertPreciousIsKept() {
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.in(dataDir))) {
      assertThat(Clients.of(broker).readAll("precious")).containsExactly("a");
    }
  }

  private void assertRefused(String messageStart) {
    assertThatThrownBy(() -> EmbeddedBroker.start(BrokerConfig.in(dataDir)).close())
        .isInstanceOf(BrokerException.class)
        .hasMessageStartingWith(messageStart);
  }

  private static void readAndCommit(Clients clients, String... expected) {
    try (Consumer<String, String> consumer = clients.consumer("keeps-its-place")) {
      consumer.subscribe(List.of("kept"));
      assertThat(Clients.next(consumer)).containsExactly(expected);
      consumer.commitSync();
    }
  }
}
