package dev.pulse.integration.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.integration.ExportedSamples;
import dev.pulse.integration.TargetServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several agents in one run, while launchers race and die, Kafka is away and an agent stalls. */
class AgentFaultTest {
  private static final int INCONCLUSIVE = 96;
  private static final int FAILED = 99;
  private static final int ENVIRONMENT = 107;
  private static final long SECOND_MICROS = 1_000_000;

  private static final String SCENARIO =
      """
      name: NAME
      baseUrl: ${BASE_URL}
      requests:
        ok: { path: /ok }
        fail: { path: /fail }
      scenarios:
        steady:
          executor: constant-vus
          vus: 8
          duration: LENGTH
          thinkTime: 50ms
          mix: { ok: 1 }
      """;

  @TempDir private Path folder;
  private TargetServer target;
  private Stack stack;
  private Agents agents;

  @BeforeEach
  void startStack() throws Exception {
    target = new TargetServer();
    stack = Stack.start(folder);
    agents = new Agents(folder, stack, target);
  }

  @AfterEach
  void stopStack() {
    agents.close();
    stack.close();
    target.close();
  }

  private static List<String> lasting(String length) {
    return List.of(SCENARIO.replace("NAME", "Shared").replace("LENGTH", length));
  }

  /**
   * The rate is crossed with the first second, and may be acted on once the third is over. From
   * then on the clock runs here, though the interval's record needs some tenths of a second to be
   * there.
   */
  @Test
  void aCrossedThresholdEndsTheLoadOnEachAgentWithinTwoSeconds() throws Exception {
    agents.start("a1");
    agents.start("a2");
    String aborting =
        lasting("60s").get(0).replace("mix: { ok: 1 }", "mix: { fail: 1 }")
            + """
            thresholds:
              http_req_failed:
                - { threshold: "rate<0.05", abortOnFail: true, delayAbortEval: 3s }
            """;

    var run = agents.run(2, List.of(aborting), "--out", "csv=samples.csv");

    var ended = run.result();
    assertThat(ended.exitCode()).as(ended.output()).isEqualTo(FAILED);
    run.assertComplete();
    for (String name : List.of("a1", "a2")) {
      var mine = run.samples().where(row -> name.equals(row.get("agent")));
      long[] starts = mine.where(row -> !"0".equals(row.get("status"))).sorted("intended_start_us");
      long last = starts[starts.length - 1];
      System.out.println(name + " began its last request at " + last / 1_000 + " ms");
      assertThat(last).as(name).isBetween(3 * SECOND_MICROS, 5 * SECOND_MICROS);
    }
  }

  @Test
  @Tag("faults")
  void byWeightEachTakesItsShareOfEveryFileAndNoAssignmentStays() throws Exception {
    agents.start("a1", "--weight=1");
    agents.start("a2", "--weight=3");
    var first = SCENARIO.replace("NAME", "First").replace("LENGTH", "3s");
    var second = SCENARIO.replace("NAME", "Second").replace("LENGTH", "3s");

    var run = agents.run(2, List.of(first, second), "--out", "csv=samples.csv");

    run.assertComplete();
    assertThat(run.runs()).hasSize(2);
    var samples = run.samples();
    assertThat(vusOf(samples, "a1")).hasSize(2);
    assertThat(vusOf(samples, "a2")).hasSize(6).doesNotContainAnyElementsOf(vusOf(samples, "a1"));
    assertThat(lastAssignments()).hasSize(2).allSatisfy((key, size) -> assertThat(size).isZero());
  }

  private static List<Long> vusOf(ExportedSamples samples, String agent) {
    long[] sorted = samples.where(row -> agent.equals(row.get("agent"))).sorted("vu");
    return LongStream.of(sorted).distinct().boxed().toList();
  }

  /** What each agent was given last: bytes by key, 0 where it was taken back. */
  private Map<String, Integer> lastAssignments() {
    var last = new HashMap<String, Integer>();
    for (var record : new Topic(stack.address(), Topic.AGENTS).readAll()) {
      String key = new String(record.key(), UTF_8);
      if (key.startsWith("assignment|")) {
        last.put(key, Math.max(0, record.serializedValueSize()));
      }
    }
    return last;
  }

  @Test
  @Tag("faults")
  void ofTwoLaunchersThatRaceNoneRunsWithAnAgentOfTheOther() throws Exception {
    agents.start("a1");
    agents.start("a2");

    var one = agents.run(2, lasting("8s"), "--agent-timeout=2s", "--out", "csv=samples.csv");
    var other = agents.run(2, lasting("8s"), "--agent-timeout=2s", "--out", "csv=samples.csv");

    int complete = 0;
    for (var run : List.of(one, other)) {
      var ended = run.result();
      if (ended.exitCode() == ENVIRONMENT) {
        assertThat(ended.output()).containsPattern("refuses it|of 2 agents are there");
      } else {
        complete++;
        run.assertComplete();
        assertThat(vusOf(run.samples(), "a1")).hasSize(4);
        assertThat(vusOf(run.samples(), "a2")).hasSize(4);
      }
    }
    System.out.println(complete + " of two racing runs were run");
    assertThat(complete).isLessThanOrEqualTo(1);
    agents.run(2, lasting("3s")).assertComplete();
  }

  @Test
  @Tag("faults")
  void agentsWhoseLauncherIsKilledEndByThemselvesAndTakeTheNextRun() throws Exception {
    var first = agents.start("a1");
    var second = agents.start("a2");
    var killed = agents.run(2, lasting("5m"));
    Agents.awaitOutput(killed.process(), "running ");

    killed.process().handle().destroyForcibly();

    Agents.awaitOutput(first, "lost 0, .*the launcher is gone");
    Agents.awaitOutput(second, "lost 0, .*the launcher is gone");
    agents.run(2, lasting("3s")).assertComplete();
    var runs = agents.ask("runs");
    System.out.println(runs.output());
    var both = runs.output().lines().filter(line -> line.contains("Shared")).toList();
    assertThat(both).hasSize(2);
    var deserted = both.stream().filter(line -> line.contains("is gone")).toList();
    assertThat(deserted).hasSize(1);
    String run = deserted.get(0).substring(0, deserted.get(0).indexOf(' '));
    // What was sent is all there, and is no more approved than any other run that was broken off.
    var verified = agents.ask("verify", run);
    System.out.println(verified.output());
    assertThat(verified.exitCode()).as(verified.output()).isZero();
    var reported = agents.ask("report", run);
    System.out.println(reported.output());
    assertThat(reported.exitCode()).as(reported.output()).isEqualTo(INCONCLUSIVE);
  }

  @Test
  @Tag("faults")
  void kafkaAwayForFifteenSecondsCostsNoSampleAndNoAgent() throws Exception {
    agents.start("a1");
    agents.start("a2");
    var run = agents.run(2, lasting("40s"), "--out", "csv=samples.csv");
    Agents.awaitOutput(run.process(), "running ");

    stack.broker().end();
    Load.hold(Duration.ofSeconds(15));
    stack.broker().begin();

    assertThat(run.result().output()).contains("agents 2 of 2").doesNotContain("is lost");
    run.assertComplete();
    assertThat(run.samples().count()).isGreaterThan(4_500);
  }

  @Test
  @Tag("faults")
  void anAgentStalledForFiveSecondsIsToldByResponseTimesAndVerdict() throws Exception {
    agents.start("a1");
    var stalled = agents.start("a2");
    var run = agents.run(2, lasting("20s"), "--out", "csv=samples.csv");
    Agents.awaitOutput(run.process(), "running ");

    stalled.signal("STOP");
    Load.hold(Duration.ofSeconds(5));
    stalled.signal("CONT");

    var ended = run.result();
    assertThat(ended.exitCode()).as(ended.output()).isEqualTo(INCONCLUSIVE);
    run.assertComplete();
    long[] response =
        run.samples().where(row -> "a2".equals(row.get("agent"))).sorted("response_us");
    assertThat(response[response.length - 1]).isGreaterThan(4_500_000);
    System.out.println(run.runs().path(0).path("reasons"));
  }
}
