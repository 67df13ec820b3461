package dev.pulse.benchmarks.process;

import dev.pulse.broker.BrokerConfig;
import dev.pulse.broker.EmbeddedBroker;
import dev.pulse.protocol.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/**
 * A broker with the project's topics. Prints its address, then for each line of input, a topic's
 * name or prefix, the bytes that producers have sent to such topics; ends when its input does.
 */
public final class BrokerMain {
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
      say(broker.bootstrapServers());
      var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String topic = input.readLine(); topic != null; topic = input.readLine()) {
        say(Long.toString(bytesIn(topic)));
      }
    }
  }

  private static void say(String line) {
    System.out.write((line + "\n").getBytes(StandardCharsets.UTF_8), 0, line.length() + 1);
    System.out.flush();
  }

  private static long bytesIn(String topic) {
    var server = ManagementFactory.getPlatformMBeanServer();
    try {
      var pattern =
          new ObjectName(
              "kafka.server:type=BrokerTopicMetrics,name=BytesInPerSec,topic=" + topic + "*");
      long bytes = 0;
      for (ObjectName name : server.queryNames(pattern, null)) {
        bytes += (Long) server.getAttribute(name, "Count");
      }
      return bytes;
    } catch (JMException e) {
      throw new IllegalStateException("the broker does not count the bytes of " + topic, e);
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
