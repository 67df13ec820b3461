package dev.pulse.broker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker in another process: killed, in the way, or on another JDK. */
class BrokerProcessTest {

  private static final Path THIS_JDK = Path.of(System.getProperty("java.home"));

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dataDir;

  @Test
  void killedInTheMiddleOfWritingItKeepsEveryAcknowledgedRecord() throws Exception {
    Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    try (BrokerProcess child = BrokerProcess.start(THIS_JDK, dataDir)) {
      child.clients().create("survives");
      try (Producer<String, String> producer =
          child
              .clients()
              .producer(Map.of("delivery.timeout.ms", "2000", "request.timeout.ms", "1000"))) {
        writeUntil(10_000, producer, acknowledged);
        child.kill();
      }
    }

    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.in(dataDir))) {
      List<String> kept = Clients.of(broker).readAll("survives");
      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(10_000);
      assertThat(kept).doesNotHaveDuplicates().containsAll(acknowledged);
      Clients.of(broker).send("survives", "afterwards");
    }
  }

  @Test
  void directoryOfARunningProcessIsRefusedAndThatOneGoesOn() throws Exception {
    try (BrokerProcess child = BrokerProcess.start(THIS_JDK, dataDir)) {
      child.clients().create("undisturbed");

      assertThatThrownBy(() -> EmbeddedBroker.start(BrokerConfig.in(dataDir)))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining(dataDir.toRealPath() + " is in use by another broker");

      child.clients().send("undisturbed", "a");
      assertThat(child.clients().readAll("undisturbed")).containsExactly("a");
      assertThat(child.end()).isZero();
    }
  }

  @Test
  void runsOnJdk25() throws Exception {
    Path jdk25 = Path.of("/usr/lib/jvm/temurin-25-jdk-amd64");
    assumeTrue(Files.isDirectory(jdk25), "skipped: no JDK 25 at " + jdk25);

    try (BrokerProcess child = BrokerProcess.start(jdk25, dataDir)) {
      child.clients().create("newer");
      child.clients().send("newer", "a");
      assertThat(child.clients().readAll("newer")).containsExactly("a");
      assertThat(child.end()).isZero();
    }
  }

  /** Returns with records still under way: the buffer is kept full behind the last acknowledged. */
  private static void writeUntil(
      int count, Producer<String, String> producer, Queue<String> acknowledged) throws Exception {
    CountDownLatch enough = new CountDownLatch(count);
    for (int i = 0; i < 2 * count || enough.getCount() > 0; i++) {
      String value = "v" + i;
      producer.send(
          new ProducerRecord<>("survives", value),
          (metadata, failure) -> {
            if (failure == null) {
              acknowledged.add(value);
              enough.countDown();
            }
          });
    }
    assertThat(enough.await(20, SECONDS)).isTrue();
  }
}
