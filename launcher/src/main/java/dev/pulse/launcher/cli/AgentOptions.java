package dev.pulse.launcher.cli;

import dev.pulse.launcher.agents.AgentRequest;
import dev.pulse.launcher.options.ScenarioOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which agents send the load, where not this machine alone. */
final class AgentOptions {
  @Option(
      names = "--agents",
      paramLabel = "N",
      description =
          "With --kafka: share the load among N waiting agents (pulse agent). Default: this"
              + " machine sends it.")
  private int count;

  @Option(
      names = "--agent-label",
      paramLabel = "KEY=VALUE",
      description = "Only agents with this label. Repeatable.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--agent-timeout",
      paramLabel = "60s",
      defaultValue = "60s",
      converter = ScenarioOptions.DurationConverter.class,
      description = "Longest wait for that many idle agents. Default: ${DEFAULT-VALUE}")
  private Duration timeout = Duration.ofSeconds(60);

  /** For picocli; without options there are none. */
  AgentOptions() {}

  boolean areWanted() {
    return count != 0 || !labels.isEmpty();
  }

  /** How many, which, and how long to wait for them. */
  AgentRequest request() {
    return new AgentRequest(count, labels, timeout);
  }
}
