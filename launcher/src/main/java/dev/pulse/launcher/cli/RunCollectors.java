package dev.pulse.launcher.cli;

import dev.pulse.collector.CollectPlan;
import dev.pulse.collector.Collector;
import dev.pulse.collector.SourceSpec;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.options.CollectSources;
import dev.pulse.launcher.options.KafkaSettings;
import dev.pulse.sandbox.Fault;
import dev.pulse.sandbox.SandboxAddress;
import dev.pulse.scenario.LoadTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Watches the system under test during each run of this command, where sources were named. */
final class RunCollectors {
  private static final Duration OF_SANDBOX = Duration.ofSeconds(1);

  /** What the sandbox API says of itself. */
  private static final List<SourceSpec.Measure> MEASURES =
      List.of(
          measure("pool_active", "", "db_pool_connections{state=\"active\"}", "", false),
          measure("pool_idle", "", "db_pool_connections{state=\"idle\"}", "", false),
          measure("pool_waiting", "", "db_pool_connections{state=\"waiting\"}", "", false),
          measure("pool_max", "", "db_pool_max_connections", "", false),
          measure(
              "memory_ratio",
              "ratio",
              "jvm_memory_used_after_gc_bytes{area=\"heap\"}",
              "jvm_memory_max_bytes{area=\"heap\"}",
              false),
          measure("gc_ratio", "ratio", "jvm_gc_collection_seconds_sum", "", true));

  private final Surroundings surroundings;
  private final RunOptions options;
  private final List<SourceSpec> ofSandbox = new ArrayList<>();

  private static SourceSpec.Measure measure(
      String series, String unit, String metric, String per, boolean isRate) {
    return SourceSpec.Measure.of(series, unit, metric, per, isRate);
  }

  /** As the options say. */
  RunCollectors(Surroundings surroundings, RunOptions options) {
    this.surroundings = surroundings;
    this.options = options;
  }

  /**
   * What is to be watched while a scenario runs; asked before anything starts as well, so that a
   * file that is wrong is found out then.
   *
   * @throws PulseFailure if a file does not say what to collect
   */
  CollectPlan plan(LoadTest test) {
    var plan =
        CollectSources.of(options.collect, test, surroundings)
            .orElse(new CollectPlan(CollectPlan.DEFAULT_INTERVAL, List.of()));
    if (ofSandbox.isEmpty()) {
      return plan;
    }
    var sources = new ArrayList<>(plan.sources());
    sources.addAll(ofSandbox);
    return new CollectPlan(OF_SANDBOX, sources);
  }

  /**
   * Adds the API, PostgreSQL and Redis of this command's own sandbox.
   *
   * @param fault what is built into it
   */
  void addSandbox(Optional<Fault> fault) {
    try {
      var address = SandboxAddress.read(surroundings.home().sandbox());
      if (address.isPresent()) {
        int port = address.get().baseUrl().getPort();
        double cores = fault.map(Fault::cores).orElse(OptionalDouble.empty()).orElse(0);
        ofSandbox.add(new SourceSpec.LocalProcess("sandbox API", 0, port, cores, 0));
        ofSandbox.add(
            new SourceSpec.Metrics(
                "sandbox metrics", address.get().baseUrl().resolve("/metrics"), "", MEASURES));
        ofSandbox.add(SourceSpec.Postgres.of("sandbox database", address.get().jdbcUrl()));
        ofSandbox.add(SourceSpec.Redis.of("sandbox cache", address.get().redisUri()));
      }
    } catch (IOException e) {
      surroundings.say("pulse: the sandbox is not watched: " + e);
    }
  }

  /** Tries the sources, and begins to watch for a run; its end has to be told by closing. */
  Watch during(String run, LoadTest test, KafkaSettings kafka) {
    var plan = plan(test);
    if (plan.sources().isEmpty()) {
      return () -> {};
    }
    if (!options.quiet) {
      CollectSources.probe(plan, surroundings);
    }
    var collector =
        Collector.start(
            plan, kafka.client(), surroundings.wall(), () -> Set.of(run), surroundings::say);
    return () -> {
      collector.close();
      if (collector.lost() > 0) {
        surroundings.say(
            "pulse: Kafka did not take " + collector.lost() + " readings of resources");
      }
    };
  }

  /** Something that watches, until it is closed. */
  @FunctionalInterface
  interface Watch {
    void close();
  }
}
