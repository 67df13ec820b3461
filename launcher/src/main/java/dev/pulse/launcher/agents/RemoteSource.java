package dev.pulse.launcher.agents;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.host.Version;
import dev.pulse.launcher.run.Generators;
import dev.pulse.launcher.run.PlannedRun;
import dev.pulse.protocol.v1.AgentPresence;
import dev.pulse.protocol.v1.AgentState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.InterruptException;

/** Finds idle agents for each run, and waits for them. */
public final class RemoteSource implements Generators.Source {
  /** An agent that waits says so each second; two may be late. */
  private static final int FRESH_BEATS = 3;

  private static final Duration POLL = Duration.ofMillis(100);

  private final AgentFleet fleet;
  private final AgentRequest request;
  private final Surroundings surroundings;
  private final boolean quiet;

  /**
   * A source.
   *
   * @param quiet says nothing while it waits
   */
  public RemoteSource(
      AgentFleet fleet, AgentRequest request, Surroundings surroundings, boolean quiet) {
    this.fleet = fleet;
    this.request = request;
    this.surroundings = surroundings;
    this.quiet = quiet;
  }

  @Override
  public Generators find(String run, PlannedRun planned) throws InterruptedException {
    try {
      var chosen = choose();
      fleet.attend(run);
      return new RemoteGenerators(fleet, chosen, run, planned, surroundings, quiet);
    } catch (InterruptException e) {
      throw new InterruptedException("stopped before the load began");
    }
  }

  private List<AgentPresence> choose() throws InterruptedException {
    long deadline = surroundings.nanos().getAsLong() + request.timeout().toNanos();
    String said = "";
    while (true) {
      fleet.listen(POLL);
      if (Thread.interrupted()) {
        throw new InterruptedException("stopped before the load began");
      }
      var there = suitable();
      if (there.size() >= request.count()) {
        return List.copyOf(there.subList(0, request.count()));
      }
      String waiting = there.size() + " of " + request.count() + " agents" + names(there);
      if (!quiet && !waiting.equals(said)) {
        surroundings.say("  waiting for agents: " + waiting);
        said = waiting;
      }
      if (surroundings.nanos().getAsLong() > deadline) {
        throw tooFew(there);
      }
    }
  }

  private List<AgentPresence> suitable() {
    return fleet.heardWithin(FRESH_BEATS).stream().filter(agent -> why(agent).isEmpty()).toList();
  }

  /** What keeps an agent from this run, in words; empty: nothing. */
  private String why(AgentPresence agent) {
    if (agent.getState() != AgentState.AGENT_IDLE) {
      return "busy with " + agent.getRun();
    }
    if (!request.accepts(agent)) {
      return "other labels";
    }
    String version = agent.getPulseVersion();
    return version.equals(Version.current()) ? "" : "pulse " + version;
  }

  private static String names(List<AgentPresence> agents) {
    return agents.isEmpty()
        ? ""
        : agents.stream().map(AgentPresence::getAgent).collect(Collectors.joining(", ", " (", ")"));
  }

  private PulseFailure tooFew(List<AgentPresence> there) {
    var lines = new ArrayList<String>();
    lines.add(
        String.format(
            java.util.Locale.ROOT,
            "%d of %d agents are there after %d s%s: start more with pulse agent --kafka HOST:PORT",
            there.size(),
            request.count(),
            request.timeout().toSeconds(),
            names(there)));
    for (AgentPresence agent : fleet.heardWithin(FRESH_BEATS)) {
      String why = why(agent);
      if (!why.isEmpty()) {
        lines.add("  not taken: " + agent.getAgent() + ", " + why);
      }
    }
    return new PulseFailure(ExitCode.ENVIRONMENT, String.join("\n", lines));
  }
}
