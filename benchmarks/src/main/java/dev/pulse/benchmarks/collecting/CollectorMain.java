package dev.pulse.benchmarks.collecting;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pulse.collector.CollectPlan;
import dev.pulse.collector.Collector;
import dev.pulse.collector.SourceSpec;
import dev.pulse.protocol.SystemClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A collector in a process of its own, so that its CPU can be told apart. A line {@code on} on its
 * input begins a run, {@code off} ends it; the end of the input ends it.
 */
final class CollectorMain {
  /** Variable of the JDBC URL, which holds a password. */
  static final String POSTGRES = "PULSE_BENCHMARK_POSTGRES";

  /** Variable of the Redis URI, which holds a password. */
  static final String REDIS = "PULSE_BENCHMARK_REDIS";

  private static volatile boolean isOn;

  private CollectorMain() {}

  /** Arguments: bootstrap servers, seconds between two readings, process to watch. */
  public static void main(String[] arguments) throws IOException {
    var environment = System.getenv();
    var sources =
        List.<SourceSpec>of(
            SourceSpec.Postgres.of("db", environment.getOrDefault(POSTGRES, "")),
            SourceSpec.Redis.of("cache", environment.getOrDefault(REDIS, "")),
            new SourceSpec.LocalProcess("api", Integer.parseInt(arguments[2]), 0));
    var plan = new CollectPlan(Duration.ofSeconds(Long.parseLong(arguments[1])), sources);
    Map<String, Object> kafka = Map.of("bootstrap.servers", arguments[0]);
    Consumer<String> say = System.err::println;
    var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    try (var collector =
        Collector.start(
            plan, kafka, SystemClock.wall(), () -> isOn ? Set.of("benchmark") : Set.of(), say)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        isOn = line.equals("on");
      }
      if (collector.lost() > 0) {
        throw new IOException("Kafka did not take " + collector.lost() + " readings");
      }
    }
  }
}
