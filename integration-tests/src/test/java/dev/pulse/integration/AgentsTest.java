package dev.pulse.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose load several {@code pulse agent} processes share, over one Kafka. */
class AgentsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int INCONCLUSIVE = 96;
  private static final int ENVIRONMENT = 107;
  private static final List<String> NAMES = List.of("a1", "a2", "a3");

  private static final String SCENARIO =
      """
      name: Shared
      baseUrl: ${BASE_URL}
      requests:
        ok: { path: /ok }
        fail: { path: /fail }
      scenarios:
        steady:
          executor: constant-vus
          vus: 7
          duration: 12s
          thinkTime: 50ms
          mix: { ok: 1 }
      """;

  @TempDir private Path folder;
  private final List<PulseProcess> running = new ArrayList<>();
  private TargetServer target;
  private String kafka;

  @BeforeEach
  void startKafka() throws Exception {
    target = new TargetServer();
    var broker = start("broker", "--port", "0");
    kafka = awaitOutput(broker, "bootstrap=([0-9.:]+)").group(1);
  }

  @AfterEach
  void stopAll() {
    running.forEach(process -> process.handle().destroy());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> running.stream().noneMatch(process -> process.handle().isAlive()));
    target.close();
  }

  @Test
  void threeAgentsShareOneRunAndEverySampleIsAccountedFor() throws Exception {
    startAgents();

    var run = run(SCENARIO, "--agents", "3", "--out", "csv=samples.csv");

    var summary = summary(run);
    var accounting = summary.path("accounting");
    assertThat(accounting.path("status").asText()).as(run.output()).isEqualTo("COMPLETE");
    assertThat(run.output()).contains("agents 3 of 3").contains("lost 0").contains("clocks: a1 ");
    var samples = ExportedSamples.read(folder.resolve("samples.csv"));
    assertThat(samples.count()).isEqualTo(accounting.path("scheduled").asLong()).isPositive();
    // Each VU of the plan once, over all agents together.
    assertThat(samples.sorted("vu")).satisfies(vus -> assertThat(vusOf(vus)).isEqualTo("1234567"));
    for (String name : NAMES) {
      assertThat(samples.count("agent", name)).as(name).isPositive();
    }
    var verified = command("verify", "latest");
    assertThat(verified.exitCode()).as(verified.output()).isZero();
    assertThat(verified.output())
        .contains(samples.count() + " of " + samples.count() + " samples accounted for");
  }

  @Test
  void anAgentThatIsKilledEndsTheRunIncompleteAndIsNamed() throws Exception {
    var agents = startAgents();
    var run = startRun(SCENARIO.replace("12s", "90s"), "--agents", "3");
    awaitOutput(run, "running ");

    agents.get(1).handle().destroyForcibly();
    var result = run.await(PATIENCE);

    assertThat(result.exitCode()).as(result.output()).isEqualTo(INCONCLUSIVE);
    assertThat(result.output()).contains("agent a2 is lost").contains("agents 2 of 3");
    assertThat(summary(result).path("accounting").path("status").asText()).isEqualTo("INCOMPLETE");
    // The others are free again.
    awaitOutput(agents.get(0), "run \\S+: [0-9,]+ samples, lost 0, abort");
  }

  @Test
  @Tag("faults")
  void twoRunsAtOnceDoNotMeet() throws Exception {
    startAgents();
    var first = startRun(SCENARIO.replace("12s", "10m"), "--agents", "2");
    awaitOutput(first, "clocks: ");

    var tooMany = run(SCENARIO, "--agents", "2", "--agent-timeout", "2s", "--no-aggregator");
    var second = run(SCENARIO, "--agents", "1", "--no-aggregator", "--out", "csv=second.csv");
    first.signal("INT");
    var firstResult = first.await(PATIENCE);

    assertThat(tooMany.exitCode()).as(tooMany.output()).isEqualTo(ENVIRONMENT);
    // Which two the first run took is of its own choosing: those whose heartbeats it read first.
    var taken =
        NAMES.stream()
            .filter(name -> tooMany.output().contains("not taken: " + name + ", busy with "))
            .toList();
    assertThat(tooMany.output()).contains("1 of 2 agents");
    assertThat(taken).as(tooMany.output()).hasSize(2);
    assertThat(firstResult.output()).contains("agents 2 of 2").contains("lost 0");
    assertThat(second.output()).contains("agents 1 of 1").contains("lost 0");
    var samples = ExportedSamples.read(folder.resolve("second.csv"));
    assertThat(samples.count()).isPositive();
    assertThat(taken).allSatisfy(name -> assertThat(samples.count("agent", name)).isZero());
  }

  @Test
  void whatAnAgentCannotReachIsSaidBeforeTheLoad() throws Exception {
    startAgents();

    var run = run(SCENARIO.replace("${BASE_URL}", "http://127.0.0.1:1"), "--agents", "3");

    assertThat(run.exitCode()).as(run.output()).isEqualTo(ENVIRONMENT);
    assertThat(run.output())
        .containsPattern("the load was not started, agent a[123] cannot send it")
        .contains("the target does not answer");
  }

  @Test
  void aNameThatIsTakenIsRefused() throws Exception {
    startAgents();

    var second = command("agent", "--name", "a1");

    assertThat(second.exitCode()).as(second.output()).isEqualTo(104);
    assertThat(second.output()).contains("an agent named a1 is there already");
  }

  @Test
  void anAgentThatIsToldToLeaveDrainsItsRunFirst() throws Exception {
    var agents = startAgents();
    var run = startRun(SCENARIO.replace("12s", "60s"), "--agents", "3");
    awaitOutput(run, "running ");

    agents.get(2).signal("TERM");
    var left = agents.get(2).await(PATIENCE);
    var result = run.await(PATIENCE);

    assertThat(left.exitCode()).as(left.output()).isZero();
    assertThat(left.output()).contains("agent a3 has left");
    assertThat(result.output()).contains("agent a3 left").contains("agents 3 of 3");
    assertThat(summary(result).path("accounting").path("status").asText()).isEqualTo("COMPLETE");
    assertThat(result.exitCode()).as(result.output()).isEqualTo(INCONCLUSIVE);
  }

  // ---- processes

  private List<PulseProcess> startAgents() throws Exception {
    var agents = new ArrayList<PulseProcess>();
    for (String name : NAMES) {
      agents.add(start("agent", "--kafka", kafka, "--name", name));
    }
    for (PulseProcess agent : agents) {
      awaitOutput(agent, "waits for work");
    }
    return agents;
  }

  private PulseProcess start(String... arguments) throws Exception {
    var process = PulseProcess.start(folder, Map.of(), arguments);
    running.add(process);
    return process;
  }

  private PulseProcess startRun(String scenario, String... options) throws Exception {
    Files.writeString(folder.resolve("shared.yaml"), scenario, UTF_8);
    var arguments =
        new ArrayList<>(
            List.of(
                "run",
                "shared.yaml",
                "--kafka",
                kafka,
                "-e",
                "BASE_URL=" + target.address(),
                "--no-live"));
    arguments.addAll(List.of(options));
    return start(arguments.toArray(String[]::new));
  }

  private PulseProcess.Result run(String scenario, String... options) throws Exception {
    return startRun(scenario, options).await(PATIENCE);
  }

  private PulseProcess.Result command(String name, String... arguments) throws Exception {
    var all = new ArrayList<>(List.of(name, "--kafka", kafka));
    all.addAll(List.of(arguments));
    return start(all.toArray(String[]::new)).await(PATIENCE);
  }

  private static Matcher awaitOutput(PulseProcess process, String pattern) {
    var compiled = Pattern.compile(pattern);
    return await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> {
              var matcher = compiled.matcher(process.output());
              if (!matcher.find() && !process.handle().isAlive()) {
                throw new AssertionError(
                    "it ended without \"" + pattern + "\": " + process.output());
              }
              return matcher;
            },
            matcher -> matcher.reset().find());
  }

  // ---- results

  private JsonNode summary(PulseProcess.Result run) throws Exception {
    var matcher = Pattern.compile("report: (\\S+)").matcher(run.output());
    assertThat(matcher.find()).as(run.output()).isTrue();
    var file = folder.resolve(matcher.group(1)).resolveSibling("summary.json");
    return new ObjectMapper().readTree(file.toFile()).path("runs").get(0);
  }

  private static String vusOf(long[] sorted) {
    return LongStream.of(sorted).distinct().mapToObj(Long::toString).reduce("", String::concat);
  }
}
