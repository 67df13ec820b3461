package dev.pulse.integration.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.integration.ExportedSamples;
import dev.pulse.integration.PulseProcess;
import dev.pulse.integration.TargetServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Agents that wait for work at a stack, and the commands that give them some. */
final class Agents implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path folder;
  private final Stack stack;
  private final TargetServer target;
  private final List<PulseProcess> running = new ArrayList<>();
  private int commands;

  Agents(Path folder, Stack stack, TargetServer target) {
    this.folder = folder;
    this.stack = stack;
    this.target = target;
  }

  /** Starts one, and returns once it waits for work. */
  PulseProcess start(String name, String... options) throws Exception {
    var arguments = new ArrayList<>(List.of("agent", kafka(), "--name=" + name));
    arguments.addAll(List.of(options));
    var agent = begin(folder.resolve(name), arguments);
    awaitOutput(agent, "waits for work");
    return agent;
  }

  private PulseProcess begin(Path own, List<String> arguments) throws Exception {
    Files.createDirectories(own);
    var process = PulseProcess.start(own, Map.of(), arguments.toArray(String[]::new));
    running.add(process);
    return process;
  }

  private String kafka() {
    return "--kafka=" + stack.address();
  }

  /**
   * A {@code pulse run} under way.
   *
   * @param own its folder, where report and CSV will be
   */
  record Command(PulseProcess process, Path own) {
    /** Its exit code and output, once it has ended. */
    PulseProcess.Result result() throws Exception {
      return process.await(PATIENCE);
    }

    /** Every sample of its last run; each of several has a file with its run id. */
    ExportedSamples samples() throws Exception {
      try (var files = Files.list(own)) {
        var last = files.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
        assertThat(last).isNotEmpty();
        return ExportedSamples.read(last.get(last.size() - 1));
      }
    }

    /** Its runs as {@code summary.json} has them. */
    JsonNode runs() throws Exception {
      assertThat(own.resolve("reports")).as(process.output()).isDirectory();
      try (var files = Files.walk(own.resolve("reports"))) {
        Path file = files.filter(path -> path.endsWith("summary.json")).findFirst().orElseThrow();
        return new ObjectMapper().readTree(file.toFile()).path("runs");
      }
    }

    /** Asserts that every scheduled sample of all its runs was received. */
    void assertComplete() throws Exception {
      var ended = result();
      assertThat(runs()).as(ended.output()).isNotEmpty();
      for (JsonNode run : runs()) {
        var accounting = run.path("accounting");
        assertThat(accounting.path("status").asText()).as(ended.output()).isEqualTo("COMPLETE");
        assertThat(accounting.path("lost").asLong()).isZero();
        assertThat(accounting.path("scheduled").asLong()).isPositive();
      }
    }
  }

  /** Starts a run over so many agents and returns at once. */
  Command run(int agents, List<String> scenarios, String... options) throws Exception {
    commands++;
    Path own = Files.createDirectories(folder.resolve("run" + commands));
    var arguments = new ArrayList<>(List.of("run", kafka(), "--no-aggregator", "--no-live"));
    arguments.addAll(List.of("--agents=" + agents, "-e", "BASE_URL=" + target.address()));
    arguments.addAll(List.of(options));
    for (String scenario : scenarios) {
      String file = "scenario" + arguments.size() + ".yaml";
      Files.writeString(own.resolve(file), scenario, UTF_8);
      arguments.add(file);
    }
    return new Command(begin(own, arguments), own);
  }

  /** Any other command on this Kafka, to its end. */
  PulseProcess.Result ask(String name, String... arguments) throws Exception {
    var all = new ArrayList<>(List.of(name, kafka()));
    all.addAll(List.of(arguments));
    return begin(folder.resolve("asked"), all).await(PATIENCE);
  }

  /** Waits until a process has written what the pattern finds. */
  static void awaitOutput(PulseProcess process, String pattern) {
    var compiled = Pattern.compile(pattern);
    await()
        .atMost(Duration.ofSeconds(90))
        .failFast("it ended without " + pattern, () -> endedWithout(process, compiled))
        .until(() -> compiled.matcher(process.output()).find());
  }

  private static boolean endedWithout(PulseProcess process, Pattern pattern) throws Exception {
    return !process.handle().isAlive() && !pattern.matcher(process.output()).find();
  }

  @Override
  public void close() {
    running.forEach(process -> process.handle().destroyForcibly());
  }
}
