package dev.pulse.aggregator;

import java.time.Duration;

/** An aggregator in a JVM of its own, that tests may kill. */
final class AggregatorProcess {
  private AggregatorProcess() {}

  public static void main(String[] args) throws Exception {
    try (var aggregator = Aggregator.start(AggregatorConfig.of(args[0]))) {
      aggregator.awaitRunning(Duration.ofSeconds(60));
      System.out.println("running");
      while (System.in.read() >= 0) {
        // Until the parent closes the pipe, or ends.
      }
    }
  }
}
