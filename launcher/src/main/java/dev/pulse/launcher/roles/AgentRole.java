package dev.pulse.launcher.roles;

import dev.pulse.launcher.agents.AgentIdentity;
import dev.pulse.launcher.agents.AgentService;
import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.options.RoleKafka;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A generator that waits for the runs of others. */
@Command(
    name = "agent",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Wait for work at a Kafka: send a share of the load of each pulse run --agents, one at a"
          + " time.",
      "Ends by Ctrl-C or SIGTERM, which lets a load end gracefully; a second one ends it at once."
    },
    footer = {
      "",
      "Examples:",
      "  pulse agent --kafka kafka:9092",
      "  pulse agent --kafka kafka:9092 --name west-1 --label zone=west --weight 2"
    })
public final class AgentRole implements Callable<Integer> {
  private static final int MOST_WEIGHT = 1_000;

  private final Surroundings surroundings;

  @Mixin private RoleKafka kafka = new RoleKafka();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of this agent, unique on its Kafka. Default: host and process id.")
  private String name = "";

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "For pulse run --agent-label. Repeatable.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--weight",
      paramLabel = "N",
      defaultValue = "1",
      description = "Share of a load beside those of the others, 1 to 1000. Default: 1")
  private int weight = 1;

  @Option(
      names = "--allow-target",
      paramLabel = "HOST",
      description =
          "Host that may be loaded from here though it is neither loopback nor private, where"
              + " pulse run allows it, too. Repeatable.")
  private Set<String> allowedTargets = new HashSet<>();

  /** Of these surroundings. */
  public AgentRole(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (weight < 1 || weight > MOST_WEIGHT) {
      throw new PulseFailure(
          ExitCode.BAD_CONFIGURATION, "--weight must be 1 to " + MOST_WEIGHT + ", is " + weight);
    }
    var hosts = new HashSet<String>();
    allowedTargets.forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
    var self = AgentIdentity.here(name, labels, weight, surroundings);
    new AgentService(self, kafka.settings(surroundings), hosts, surroundings).run();
    return ExitCode.OK.code();
  }
}
