package dev.pulse.launcher.agents;

import com.google.protobuf.ByteString;
import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.run.PlannedRun;
import dev.pulse.protocol.AgentsChannel;
import dev.pulse.protocol.v1.AgentAssignment;
import dev.pulse.protocol.v1.AgentPresence;
import dev.pulse.protocol.v1.UserRow;
import dev.pulse.protocol.v1.UserTable;
import dev.pulse.scenario.RunPlans;
import dev.pulse.scenario.UserPool;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** What each agent of a run is given: all the same but for its place among them. */
final class Assignments {
  private final PlannedRun planned;
  private final List<AgentPresence> agents;
  private final AgentAssignment common;

  /**
   * Of a run.
   *
   * @param agents in the order of their shares
   * @throws PulseFailure if the scenario file cannot be read any more, or all is too large
   */
  Assignments(String run, PlannedRun planned, List<AgentPresence> agents) {
    this.planned = planned;
    this.agents = agents;
    common =
        AgentAssignment.newBuilder()
            .setRun(run)
            .addAllWeights(agents.stream().map(AgentPresence::getWeight).toList())
            .setExpectedStreams(agents.stream().mapToInt(AgentPresence::getStreams).sum())
            .setFile(String.valueOf(planned.file().getFileName()))
            .setScenarioGzip(scenario())
            .setUsersGzip(users())
            .putAllVariables(planned.generatorVariables())
            .addAllArguments(planned.generatorArguments())
            .setTarget(planned.test().origin())
            .setIntervalMicros((int) (RunPlans.INTERVAL.toNanos() / 1_000))
            .build();
    requireFits();
  }

  /** One for each agent. */
  List<AgentAssignment> all() {
    var all = new ArrayList<AgentAssignment>();
    for (AgentPresence agent : agents) {
      all.add(
          common.toBuilder()
              .setAgent(agent.getAgent())
              .setIncarnation(agent.getIncarnation())
              .setIndex(all.size())
              .build());
    }
    return all;
  }

  private ByteString scenario() {
    try {
      return Packed.pack(Files.readAllBytes(planned.file()));
    } catch (IOException e) {
      throw new PulseFailure(
          ExitCode.ENVIRONMENT, planned.file() + " cannot be read any more: " + e, e);
    }
  }

  private ByteString users() {
    UserPool users = planned.test().users();
    if (users.isEmpty()) {
      return ByteString.EMPTY;
    }
    var table = UserTable.newBuilder().addAllColumns(users.columns());
    users.rows().forEach(row -> table.addRows(UserRow.newBuilder().addAllValues(row)));
    return Packed.pack(table.build().toByteArray());
  }

  /** A thousand bytes are more than an agent's name and place take. */
  private void requireFits() {
    int most = AgentsChannel.MAX_BYTES - 1_000;
    if (common.getSerializedSize() > most) {
      throw new PulseFailure(
          ExitCode.BAD_CONFIGURATION,
          String.format(
              java.util.Locale.ROOT,
              "%s and its users have %,d bytes, packed; agents can be given %,d at most: use fewer"
                  + " users, or start one pulse run --kafka for each part",
              planned.file(),
              common.getSerializedSize(),
              most));
    }
  }
}
