package dev.pulse.launcher.roles;

import dev.pulse.generator.Agent;
import dev.pulse.generator.AgentConfig;
import dev.pulse.generator.AgentException;
import dev.pulse.generator.preflight.PreflightException;
import dev.pulse.generator.publish.SamplePublisher;
import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.host.Version;
import dev.pulse.launcher.options.RoleKafka;
import dev.pulse.launcher.options.ScenarioOptions;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The load of one run. Waits for {@code Started} on the control topic, which the launcher writes;
 * ends by itself when the load has.
 */
@Command(
    name = "generator",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "The load of a run that another process has planned.",
    footer = {"", "Example:", "  pulse generator --kafka kafka:9092 --run RUN baseline.yaml"})
public final class GeneratorRole implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ScenarioOptions options = new ScenarioOptions();

  @Mixin private RoleKafka kafka = new RoleKafka();

  @Option(names = "--run", paramLabel = "RUN", required = true, description = "Run id.")
  private String run = "";

  @Option(
      names = "--agent",
      paramLabel = "NAME",
      defaultValue = "agent-1",
      description = "Name of this agent in the run. Default: ${DEFAULT-VALUE}")
  private String agent = "agent-1";

  @Option(
      names = "--allow-target",
      paramLabel = "HOST",
      description = "Host that may be loaded though it is neither loopback nor private.")
  private Set<String> allowedTargets = new HashSet<>();

  @Option(
      names = "--queue-bytes",
      paramLabel = "N",
      hidden = true,
      defaultValue = "${env:PULSE_QUEUE_BYTES:-" + SamplePublisher.DEFAULT_QUEUE_BYTES + "}",
      description = "Most that waits for Kafka, bytes, 65536 or more. Default: 64 MiB")
  private long queueBytes = SamplePublisher.DEFAULT_QUEUE_BYTES;

  @Parameters(paramLabel = "FILE", description = "Scenario file.")
  private Path file = Path.of("");

  /** Of these surroundings. */
  public GeneratorRole(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    var settings = kafka.settings(surroundings);
    options.takeVariables(surroundings.environment());
    var test = options.load(file, surroundings);
    var hosts = new HashSet<String>();
    allowedTargets.forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
    var loader =
        new Agent(
            AgentConfig.of(settings.bootstrap(), run, agent, test)
                .withKafka(settings.client())
                .withAllowedTargets(hosts)
                .withQueueBytes(queueBytes)
                .withVersion(Version.current()));
    var life = RoleLife.begin(surroundings);
    life.atEnd(() -> stopAtOnce(loader));
    return load(loader, life);
  }

  private static int load(Agent loader, RoleLife life) throws InterruptedException {
    try {
      var result = loader.run();
      return result.published() ? ExitCode.OK.code() : ExitCode.ENVIRONMENT.code();
    } catch (PreflightException e) {
      return life.failed(String.join("\n", e.lines()));
    } catch (AgentException e) {
      return life.failed(e);
    }
  }

  /** Who started it is gone: nobody waits for what is under way. */
  private static void stopAtOnce(Agent loader) {
    loader.stop("the launcher is gone");
    loader.stop("the launcher is gone");
  }
}
