package dev.pulse.launcher.roles;

import dev.pulse.aggregator.Aggregator;
import dev.pulse.aggregator.AggregatorConfig;
import dev.pulse.aggregator.AggregatorException;
import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.options.KafkaSettings;
import dev.pulse.launcher.options.RoleKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Samples to intervals, for all runs of a Kafka. */
@Command(
    name = "aggregator",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Aggregate the samples of all runs of a Kafka.",
      "Start more of them for more samples: they share the partitions of pulse.samples, and take"
          + " over from one that ends."
    },
    footer = {
      "",
      "Examples:",
      "  pulse aggregator --kafka kafka:9092 --threads 2",
      "  pulse run baseline.yaml --kafka kafka:9092 --no-aggregator"
    })
public final class AggregatorRole implements Callable<Integer> {
  private static final Duration LONGEST_START = Duration.ofSeconds(90);

  private final Surroundings surroundings;

  @Mixin private RoleKafka kafka = new RoleKafka();

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Stream threads, 1 to 64. Default: ${DEFAULT-VALUE}")
  private int threads;

  @Option(
      names = "--instance",
      paramLabel = "NAME",
      description =
          "Name of this one among several, unique and the same after a restart. Default: host, user"
              + " and the lowest number that is free on this machine.")
  private String instance = "";

  /** Of these surroundings. */
  public AggregatorRole(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    var life = RoleLife.begin(surroundings);
    var settings = kafka.settings(surroundings);
    var failure = new AtomicReference<@Nullable AggregatorException>();
    try (var name = name(settings.bootstrap());
        var aggregator = Aggregator.start(config(settings, name.text()))) {
      aggregator
          .failure()
          .thenAccept(
              why -> {
                failure.set(why);
                life.end();
              });
      aggregator.awaitRunning(LONGEST_START);
      life.ready(Map.of("kafka", settings.bootstrap(), "instance", name.text()));
      life.healthyWhile(() -> aggregator.health().isWell());
      life.awaitEnd();
    } catch (AggregatorException e) {
      return life.failed(e);
    }
    var why = failure.get();
    return why == null ? ExitCode.OK.code() : life.failed(why);
  }

  private AggregatorConfig config(KafkaSettings settings, String name) {
    return AggregatorConfig.of(settings.bootstrap())
        .withClient(settings.client())
        .withThreads(threads)
        .withInstanceId(name);
  }

  private InstanceName name(String bootstrap) {
    return instance.isEmpty()
        ? InstanceName.claim(Path.of(System.getProperty("java.io.tmpdir", "")), bootstrap)
        : InstanceName.given(instance);
  }
}
