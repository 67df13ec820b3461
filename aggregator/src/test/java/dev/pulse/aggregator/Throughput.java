package dev.pulse.aggregator;

import dev.pulse.broker.BrokerConfig;
import dev.pulse.broker.EmbeddedBroker;
import dev.pulse.protocol.SystemClock;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How fast a finished run is aggregated. Start the broker and the aggregation in different JVMs and
 * pin the second to one core:
 *
 * <pre>
 * java -cp … dev.pulse.aggregator.Throughput broker DIR STREAMS INTERVALS BATCHES   (prints address)
 * taskset -c 0 java -cp … dev.pulse.aggregator.Throughput replay ADDRESS
 * taskset -c 0 java -cp … dev.pulse.aggregator.Throughput recompute ADDRESS
 * </pre>
 */
final class Throughput {
  private static final String RUN = "throughput";

  private Throughput() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "broker" -> broker(List.of(args).subList(1, args.length));
      case "replay" -> replay(args[1]);
      case "recompute" -> recompute(args[1]);
      default -> throw new IllegalArgumentException("broker, replay or recompute, is " + args[0]);
    }
  }

  private static void broker(List<String> args) throws Exception {
    try (var broker = EmbeddedBroker.start(BrokerConfig.in(Path.of(args.get(0))));
        var run =
            new RecordedRun(
                broker.bootstrapServers(),
                RUN,
                Integer.parseInt(args.get(1)),
                Integer.parseInt(args.get(3)),
                1_000)) {
      RecordedRun.createTopics(broker.bootstrapServers());
      run.write(Integer.parseInt(args.get(2)));
      run.end();
      System.out.println(broker.bootstrapServers() + " " + run.samples() + " samples");
      while (System.in.read() >= 0) {
        // Until the parent closes the pipe, or ends.
      }
    }
  }

  /** The samples' way through Streams, from the start of the application to the last result. */
  private static void replay(String bootstrap) {
    var result =
        Replay.of(AggregatorConfig.of(bootstrap), RUN, Duration.ofMinutes(10), SystemClock.wall());
    print("replay", result.samples(), result.elapsed());
  }

  private static void recompute(String bootstrap) {
    var begin = SystemClock.wall().instant();
    var run = Recomputation.of(bootstrap, RUN);
    System.out.println(run.rejected() + " rejected, " + run.streams());
    print("recompute", run.samples(), Duration.between(begin, SystemClock.wall().instant()));
  }

  private static void print(String what, long samples, Duration elapsed) {
    long cpuMillis =
        ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime()
            / 1_000_000;
    System.out.printf(
        Locale.ROOT,
        "%s: %d samples in %d ms, %d thousand/s; %d ms CPU of the whole process%n",
        what,
        samples,
        elapsed.toMillis(),
        samples / Math.max(1, elapsed.toMillis()),
        cpuMillis);
  }
}
