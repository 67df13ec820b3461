package dev.pulse.benchmarks.sidebyside;

import dev.pulse.broker.BrokerConfig;
import dev.pulse.broker.EmbeddedBroker;
import dev.pulse.protocol.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/** A broker with the project's topics. Prints its address; ends when its input does. */
final class BrokerMain {
  private BrokerMain() {}

  /**
   * Runs it.
   *
   * @param args data directory
   */
  public static void main(String[] args)
      throws IOException, ExecutionException, InterruptedException {
    try (var broker = EmbeddedBroker.start(BrokerConfig.in(Path.of(args[0])))) {
      createTopics(broker.bootstrapServers());
      System.out.write((broker.bootstrapServers() + "\n").getBytes(StandardCharsets.UTF_8));
      System.out.flush();
      while (System.in.read() >= 0) {
        // Whatever is said, only the end of it counts.
      }
    }
  }

  private static void createTopics(String bootstrapServers)
      throws ExecutionException, InterruptedException {
    try (var admin =
        Admin.create(
            Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, (Object) bootstrapServers))) {
      Topics.create(admin, Topics.DEFAULT_PARTITIONS, (short) 1);
    }
  }
}
