package dev.pulse.broker;

import java.nio.file.Path;
import org.apache.kafka.common.utils.Time;

/** A broker in a JVM of its own, that tests may kill: prints its address, ends with its input. */
final class BrokerProcess {

  private BrokerProcess() {}

  public static void main(String[] args) throws Exception {
    long begin = Time.SYSTEM.milliseconds();
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.in(Path.of(args[0])))) {
      System.out.println(broker.bootstrapServers());
      System.out.println((Time.SYSTEM.milliseconds() - begin) + " ms");
      while (System.in.read() >= 0) {
        // Until the parent closes the pipe, or ends.
      }
    }
  }
}
