package dev.pulse.benchmarks.scaling;

import dev.pulse.aggregator.Aggregator;
import dev.pulse.aggregator.AggregatorConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An aggregator as a process of its own. Says when it runs; ends when its input does. */
final class AggregatorMain {
  private static final Duration START = Duration.ofSeconds(60);

  private AggregatorMain() {}

  /**
   * Runs it.
   *
   * @param args bootstrap servers, name of this instance
   */
  public static void main(String[] args) throws IOException {
    try (var aggregator = Aggregator.start(AggregatorConfig.of(args[0]).withInstanceId(args[1]))) {
      aggregator.awaitRunning(START);
      System.out.write("running\n".getBytes(StandardCharsets.UTF_8));
      System.out.flush();
      while (System.in.read() >= 0) {
        // Whatever is said, only the end of it counts.
      }
    }
  }
}
