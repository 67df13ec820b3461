package dev.pulse.launcher.roles;

import dev.pulse.collector.Collector;
import dev.pulse.collector.RunsUnderWay;
import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.options.CollectSources;
import dev.pulse.launcher.options.RoleKafka;
import dev.pulse.launcher.stack.KafkaTopics;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Resources of the system under test, for every run of a Kafka. */
@Command(
    name = "collect",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Watch the system under test while any run of a Kafka is under way: PostgreSQL, Redis,"
          + " Prometheus, processes, as the file says (docs/collecting.md).",
      "For one run alone: pulse run --collect FILE."
    },
    footer = {"", "Example:", "  pulse collect collect.yaml --kafka kafka:9092"})
public final class CollectRole implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private RoleKafka kafka = new RoleKafka();

  @Parameters(paramLabel = "FILE", description = "Names the sources.")
  private Path file = Path.of("collect.yaml");

  /** Of these surroundings. */
  public CollectRole(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    var life = RoleLife.begin(surroundings);
    var plan = CollectSources.read(file, surroundings);
    var settings = kafka.settings(surroundings);
    KafkaTopics.create(settings);
    try (var runs = RunsUnderWay.follow(settings.client(), surroundings.wall());
        var collector =
            Collector.start(plan, settings.client(), surroundings.wall(), runs::ids, life::note)) {
      life.ready(
          Map.of(
              "kafka", settings.bootstrap(),
              "sources", Integer.toString(plan.sources().size())));
      life.healthyWhile(() -> runs.isFollowing() && collector.isCollecting());
      life.awaitEnd();
      return ExitCode.OK.code();
    } catch (KafkaException e) {
      return life.failed(String.valueOf(e.getMessage()));
    }
  }
}
