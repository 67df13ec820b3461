package dev.pulse.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/** Starts Kafka's server by a file of its settings. */
final class SecuredBrokerMain {
  private SecuredBrokerMain() {}

  public static void main(String[] arguments) throws Exception {
    var settings = new Properties();
    try (var reader = Files.newBufferedReader(Path.of(arguments[0]), UTF_8)) {
      settings.load(reader);
    }
    var server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
    server.startup();
    server.awaitShutdown();
  }
}
