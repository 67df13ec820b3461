package dev.pulse.launcher.agents;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.protocol.v1.AgentPresence;
import java.time.Duration;
import java.util.Map;

/**
 * Agents that a command wants.
 *
 * @param count 1 to 10,000
 * @param labels that each must have
 * @param timeout longest wait for them
 */
public record AgentRequest(int count, Map<String, String> labels, Duration timeout) {
  private static final int MOST = 10_000;

  /** Refuses a count outside the range with a {@link PulseFailure}. */
  public AgentRequest {
    labels = Map.copyOf(labels);
    if (count < 1 || count > MOST) {
      throw new PulseFailure(
          ExitCode.BAD_CONFIGURATION, "--agents must be 1 to " + MOST + ", is " + count);
    }
  }

  boolean accepts(AgentPresence agent) {
    return agent.getLabelsMap().entrySet().containsAll(labels.entrySet());
  }
}
