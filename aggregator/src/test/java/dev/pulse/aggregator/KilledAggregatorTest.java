package dev.pulse.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pulse.broker.BrokerConfig;
import dev.pulse.broker.EmbeddedBroker;
import dev.pulse.protocol.SystemClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledAggregatorTest {
  private static final String RUN = "killed";

  @Test
  void everySampleIsCountedOnceThoughTheAggregatorIsKilledTwiceInTheMiddle(@TempDir Path dir)
      throws Exception {
    try (var broker = EmbeddedBroker.start(BrokerConfig.in(dir));
        var recorded = new RecordedRun(broker.bootstrapServers(), RUN, 2, 2, 50)) {
      String bootstrap = broker.bootstrapServers();
      RecordedRun.createTopics(bootstrap);
      Process first = spawn(bootstrap);
      killInTheMiddle(first, recorded, bootstrap);
      Process second = spawn(bootstrap);
      Instant killed = killInTheMiddle(second, recorded, bootstrap);
      Process third = spawn(bootstrap);
      try {
        long beforeKill = emitted(bootstrap);
        await()
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(200))
            .until(() -> emitted(bootstrap) > beforeKill);
        System.out.println(
            "recovered, kill -9 to new committed result: "
                + Duration.between(killed, SystemClock.wall().instant()).toMillis()
                + " ms");
        recorded.write(5);
        recorded.end();

        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () -> assertThat(AggregatorTest.verify(bootstrap, RUN).differences()).isEmpty());
        assertThat(AggregatorTest.verify(bootstrap, RUN).accounted()).isEqualTo(recorded.samples());
      } finally {
        third.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    }
  }

  /** Kills once results are being committed, with more samples written that it has not taken. */
  private static Instant killInTheMiddle(Process process, RecordedRun run, String bootstrap)
      throws InterruptedException {
    long before = emitted(bootstrap);
    run.write(10);
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> emitted(bootstrap) > before);
    run.write(10);
    process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    return SystemClock.wall().instant();
  }

  private static long emitted(String bootstrap) {
    return RunRecords.aggregates(bootstrap, RUN).values().stream()
        .mapToLong(record -> record.getInterval().getFigures().getSamples())
        .sum();
  }

  private static Process spawn(String bootstrap) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            AggregatorProcess.class.getName(),
            bootstrap)
        .inheritIO()
        .redirectInput(ProcessBuilder.Redirect.PIPE)
        .start();
  }
}
