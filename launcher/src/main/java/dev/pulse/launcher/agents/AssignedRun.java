package dev.pulse.launcher.agents;

import dev.pulse.generator.Agent;
import dev.pulse.generator.AgentConfig;
import dev.pulse.generator.AgentException;
import dev.pulse.generator.AgentResult;
import dev.pulse.generator.preflight.PreflightException;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.host.Version;
import dev.pulse.launcher.options.KafkaSettings;
import dev.pulse.launcher.options.ScenarioOptions;
import dev.pulse.protocol.v1.AgentAssignment;
import dev.pulse.protocol.v1.UserTable;
import dev.pulse.scenario.LoadTest;
import dev.pulse.scenario.Shard;
import dev.pulse.scenario.UserPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** One run as an agent has been given it. Stopping is thread-safe. */
final class AssignedRun {
  private static final int MAX_SCENARIO_BYTES = 1 << 20;
  private static final int MAX_USERS_BYTES = 64 << 20;

  private final AgentAssignment assignment;
  private final KafkaSettings kafka;
  private final Set<String> allowedHere;
  private final Surroundings surroundings;
  private @Nullable Agent agent;
  private @Nullable String stopReason;

  /** What the launcher's command line said, all but the variables. */
  @Command
  private static final class Said {
    @Mixin private ScenarioOptions scenario = new ScenarioOptions();

    @Option(names = "--allow-target")
    private Set<String> allowedTargets = new HashSet<>();
  }

  /**
   * One that has not begun.
   *
   * @param allowedHere targets beyond loopback and private ones that this agent may load at all
   */
  AssignedRun(
      AgentAssignment assignment,
      KafkaSettings kafka,
      Set<String> allowedHere,
      Surroundings surroundings) {
    this.assignment = assignment;
    this.kafka = kafka;
    this.allowedHere = allowedHere;
    this.surroundings = surroundings;
  }

  String run() {
    return assignment.getRun();
  }

  /** As {@link Agent#stop}; also before it has begun. */
  synchronized void stop(String reason) {
    stopReason = reason;
    if (agent != null) {
      agent.stop(reason);
    }
  }

  /**
   * Runs it to its end.
   *
   * @return how it went, for people
   * @throws UnfitException if it never came to the agent's own preflight, which tells the launcher
   *     by itself
   */
  String load() throws UnfitException, InterruptedException {
    try {
      AgentResult result = begin(config()).run();
      String reason = result.manifest().getStopReason();
      return String.format(
          Locale.ROOT,
          "%,d samples, lost %,d%s",
          result.scheduled(),
          result.lost(),
          reason.isEmpty() ? "" : ", " + reason);
    } catch (PreflightException e) {
      return "not run: " + String.join("\n  ", e.lines());
    } catch (AgentException e) {
      return "not run: " + e.getMessage();
    }
  }

  private synchronized Agent begin(AgentConfig config) {
    agent = new Agent(config);
    if (stopReason != null) {
      agent.stop(stopReason);
    }
    return agent;
  }

  private AgentConfig config() throws UnfitException {
    var said = said();
    var test = test(said.scenario);
    if (!test.origin().equals(assignment.getTarget())) {
      throw new UnfitException(
          "here the target is "
              + test.origin()
              + ", but the run is planned for "
              + assignment.getTarget(),
          "an agent takes ${VAR} from its own environment: give the address with -e, as in"
              + " -e BASE_URL=http://HOST:PORT");
    }
    return AgentConfig.of(kafka.bootstrap(), run(), assignment.getAgent(), test)
        .withKafka(kafka.client())
        .withAllowedTargets(allowedTargets(said.allowedTargets))
        .withInterval(Duration.ofNanos(assignment.getIntervalMicros() * 1_000L))
        .withShard(shard(), assignment.getExpectedStreams())
        .withVersion(Version.current());
  }

  private Shard shard() throws UnfitException {
    List<Integer> weights = assignment.getWeightsList();
    try {
      return weights.stream().distinct().count() <= 1
          ? Shard.of(assignment.getIndex(), weights.size())
          : Shard.byWeight(assignment.getIndex(), weights);
    } catch (IllegalArgumentException e) {
      throw new UnfitException("its share is impossible: " + e.getMessage());
    }
  }

  /** A public target needs the word of who runs the load, and of who runs the agent. */
  private Set<String> allowedTargets(Set<String> ofRun) {
    var both = new HashSet<String>();
    ofRun.forEach(host -> both.add(host.toLowerCase(Locale.ROOT)));
    both.retainAll(allowedHere);
    return both;
  }

  private Said said() throws UnfitException {
    var said = new Said();
    try {
      new CommandLine(said).parseArgs(assignment.getArgumentsList().toArray(String[]::new));
      said.scenario.takeVariables(assignment.getVariablesMap());
      return said;
    } catch (ParameterException e) {
      throw new UnfitException(
          "the launcher says what this version does not know: " + e.getMessage());
    }
  }

  private LoadTest test(ScenarioOptions options) throws UnfitException {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("pulse-agent-");
      Path name = Path.of(assignment.getFile()).getFileName();
      Path file = folder.resolve(name == null ? "scenario.yaml" : name.toString());
      Files.write(file, Packed.unpack(assignment.getScenarioGzip(), MAX_SCENARIO_BYTES));
      return options.load(file, surroundings, users());
    } catch (IOException e) {
      throw new UnfitException("the scenario cannot be unpacked here: " + e);
    } catch (PulseFailure e) {
      String place = folder == null ? "" : folder + "/";
      throw new UnfitException(String.valueOf(e.getMessage()).replace(place, "").split("\n"));
    } finally {
      remove(folder);
    }
  }

  private Optional<UserPool> users() throws IOException {
    if (assignment.getUsersGzip().isEmpty()) {
      return Optional.empty();
    }
    var table = UserTable.parseFrom(Packed.unpack(assignment.getUsersGzip(), MAX_USERS_BYTES));
    List<List<String>> rows =
        table.getRowsList().stream().map(row -> List.copyOf(row.getValuesList())).toList();
    try {
      return Optional.of(new UserPool(table.getColumnsList(), rows));
    } catch (IllegalArgumentException e) {
      throw new IOException("users: " + e.getMessage(), e);
    }
  }

  private static void remove(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      // It is in the folder for what nobody needs any more.
    }
  }
}
