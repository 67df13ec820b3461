package dev.pulse.launcher.roles;

import dev.pulse.aggregator.Aggregator;
import dev.pulse.aggregator.AggregatorConfig;
import dev.pulse.aggregator.AggregatorException;
import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.Surroundings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Samples to intervals, for all runs of a Kafka. */
@Command(
    name = "aggregator",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "The aggregator alone, for all runs of a Kafka.",
    footer = {"", "Example:", "  pulse aggregator --kafka kafka:9092 --threads 2"})
public final class AggregatorRole implements Callable<Integer> {
  private static final Duration LONGEST_START = Duration.ofSeconds(90);

  private final Surroundings surroundings;

  @Option(names = "--kafka", paramLabel = "HOST:PORT", required = true, description = "Kafka.")
  private String kafka = "";

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Stream threads, 1 to 64. Default: ${DEFAULT-VALUE}")
  private int threads;

  @Option(
      names = "--instance",
      paramLabel = "NAME",
      defaultValue = AggregatorConfig.DEFAULT_INSTANCE_ID,
      description = "Name of this one among several. Default: ${DEFAULT-VALUE}")
  private String instance = AggregatorConfig.DEFAULT_INSTANCE_ID;

  /** Of these surroundings. */
  public AggregatorRole(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    var life = RoleLife.begin(surroundings);
    var config = AggregatorConfig.of(kafka).withThreads(threads).withInstanceId(instance);
    var failure = new AtomicReference<@Nullable AggregatorException>();
    try (var aggregator = Aggregator.start(config)) {
      aggregator
          .failure()
          .thenAccept(
              why -> {
                failure.set(why);
                life.end();
              });
      aggregator.awaitRunning(LONGEST_START);
      life.ready(Map.of("kafka", kafka));
      life.awaitEnd();
    } catch (AggregatorException e) {
      return life.failed(e);
    }
    var why = failure.get();
    return why == null ? ExitCode.OK.code() : life.failed(why);
  }
}
