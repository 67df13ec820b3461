package dev.pulse.launcher.cli;

import dev.pulse.collector.CollectPlan;
import dev.pulse.collector.Collector;
import dev.pulse.collector.SourceSpec;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.options.CollectSources;
import dev.pulse.launcher.options.KafkaSettings;
import dev.pulse.sandbox.SandboxAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Watches the system under test during each run of this command, where sources were named. */
final class RunCollectors {
  private static final Duration OF_SANDBOX = Duration.ofSeconds(1);

  private final Surroundings surroundings;
  private CollectPlan plan = new CollectPlan(CollectPlan.DEFAULT_INTERVAL, List.of());

  /** None yet. */
  RunCollectors(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Reads the file that names the sources, before anything starts.
   *
   * @throws PulseFailure if it does not say what to collect
   */
  void read(@Nullable Path file) {
    if (file != null) {
      plan = CollectSources.read(file, surroundings);
    }
  }

  /** Adds the API, PostgreSQL and Redis of this command's own sandbox. */
  void addSandbox() {
    try {
      var address = SandboxAddress.read(surroundings.home().sandbox());
      if (address.isPresent()) {
        var sources = new ArrayList<>(plan.sources());
        int port = address.get().baseUrl().getPort();
        sources.add(new SourceSpec.LocalProcess("sandbox API", 0, port));
        sources.add(SourceSpec.Postgres.of("sandbox database", address.get().jdbcUrl()));
        sources.add(SourceSpec.Redis.of("sandbox cache", address.get().redisUri()));
        plan = new CollectPlan(OF_SANDBOX, sources);
      }
    } catch (IOException e) {
      surroundings.say("pulse: the sandbox is not watched: " + e);
    }
  }

  /** Begins to watch for a run; its end has to be told by closing. */
  Watch during(String run, KafkaSettings kafka) {
    if (plan.sources().isEmpty()) {
      return () -> {};
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
