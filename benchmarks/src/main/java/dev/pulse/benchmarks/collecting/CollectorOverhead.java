package dev.pulse.benchmarks.collecting;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pulse.benchmarks.process.Jvm;
import dev.pulse.benchmarks.process.ProcessUsage;
import dev.pulse.broker.BrokerConfig;
import dev.pulse.broker.EmbeddedBroker;
import dev.pulse.protocol.Topics;
import dev.pulse.sandbox.servers.EmbeddedServers;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * A table for docs/benchmarks.md: what a collector uses itself, what it asks of PostgreSQL and
 * Redis, and how much less a load on them does meanwhile. Stretches with and without it take turns,
 * so that other work on the machine meets both alike.
 */
final class CollectorOverhead {
  private static final int WARM_UP_SECONDS = 10;

  private final int seconds;
  private final int turns;
  private final List<Double> without = new ArrayList<>();
  private final List<Double> with = new ArrayList<>();
  private ServerCost costWithout = ServerCost.NONE;
  private ServerCost cost = ServerCost.NONE;
  private double cpuSeconds;

  private CollectorOverhead(int seconds, int turns) {
    this.seconds = seconds;
    this.turns = turns;
  }

  /**
   * Measures and prints.
   *
   * @param arguments folder that may be written to, seconds of a stretch, stretches of each kind,
   *     seconds between two readings
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    var overhead =
        new CollectorOverhead(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    Path cache = Path.of(System.getProperty("user.home", ""), ".cache/pulse");
    try (var servers = EmbeddedServers.start(folder, cache);
        var broker = EmbeddedBroker.start(BrokerConfig.in(folder.resolve("kafka")))) {
      try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        Topics.create(admin, 1, (short) 1);
      }
      Process collector = collector(servers, broker.bootstrapServers(), arguments[3]);
      try {
        overhead.measure(servers, collector);
      } finally {
        collector.destroy();
        collector.waitFor();
      }
    }
    overhead.print(arguments[3]);
  }

  private static Process collector(EmbeddedServers servers, String kafka, String interval)
      throws IOException {
    String self = Long.toString(ProcessHandle.current().pid());
    var command = Jvm.command(CollectorMain.class, List.of("-Xmx128m"), kafka, interval, self);
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put(CollectorMain.POSTGRES, servers.jdbcUrl());
    builder.environment().put(CollectorMain.REDIS, servers.redisUri());
    return builder.start();
  }

  private void measure(EmbeddedServers servers, Process collector) throws Exception {
    var redis = RedisClient.create(servers.redisUri());
    try (var load = new DatabaseLoad(servers.jdbcUrl(), servers.redisUri());
        var input = collector.getOutputStream()) {
      say(input, "on");
      load.rate(WARM_UP_SECONDS);
      for (int turn = 0; turn < turns; turn++) {
        say(input, "off");
        load.rate(2);
        var beforeWithout = ServerCost.now(servers.jdbcUrl(), redis);
        without.add(load.rate(seconds));
        var gone = ServerCost.now(servers.jdbcUrl(), redis).less(beforeWithout);
        costWithout = costWithout.and(gone);
        say(input, "on");
        load.rate(2);
        var before = ServerCost.now(servers.jdbcUrl(), redis);
        double cpuBefore = cpuSeconds(collector);
        with.add(load.rate(seconds));
        cpuSeconds += cpuSeconds(collector) - cpuBefore;
        cost = cost.and(ServerCost.now(servers.jdbcUrl(), redis).less(before));
      }
    } finally {
      redis.shutdown();
    }
  }

  private static void say(OutputStream input, String line) throws IOException {
    input.write((line + "\n").getBytes(UTF_8));
    input.flush();
  }

  private static double cpuSeconds(Process process) {
    return ProcessUsage.of(process.pid()).orElseThrow().cpuSeconds();
  }

  private void print(String interval) {
    double all = (double) seconds * turns;
    double minutes = all / 60;
    double off = without.stream().mapToDouble(rate -> rate).sum() / turns;
    double on = with.stream().mapToDouble(rate -> rate).sum() / turns;
    double cpuOff = costWithout.cpuSeconds() / (off * all) * 1e6;
    double cpuOn = cost.cpuSeconds() / (on * all) * 1e6;
    System.out.printf(
        Locale.ROOT,
        """
        | read every %s s, %d stretches of %d s each with and without | |
        |---|--:|
        | CPU of the collector, seconds a minute | %.2f |
        | queries a second on PostgreSQL / commands on Redis | %.2f / %.2f |
        | CPU of its PostgreSQL process, seconds a minute | %.2f |
        | time in its queries / commands, ms a minute | %.0f / %.1f |
        | CPU of PostgreSQL and Redis a turn of the load, µs, without / with | %.1f / %.1f |
        | with : without | %.3f |
        | turns a second of the load, without / with | %.0f / %.0f |
        | with : without, each pair of stretches | %s |
        """,
        interval,
        turns,
        seconds,
        cpuSeconds / minutes,
        cost.queries() / all,
        cost.commands() / all,
        cost.backendCpuSeconds() / minutes,
        cost.queryMillis() / minutes,
        cost.commandMillis() / minutes,
        cpuOff,
        cpuOn,
        cpuOn / cpuOff,
        off,
        on,
        pairs());
  }

  private String pairs() {
    var texts = new ArrayList<String>();
    for (int i = 0; i < turns; i++) {
      texts.add(String.format(Locale.ROOT, "%.3f", with.get(i) / without.get(i)));
    }
    return String.join(", ", texts);
  }
}
