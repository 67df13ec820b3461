package dev.pulse.scenario.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.scenario.ArrivalRate;
import dev.pulse.scenario.ConstantArrivalRate;
import dev.pulse.scenario.ConstantVus;
import dev.pulse.scenario.Executor;
import dev.pulse.scenario.LoadTest;
import dev.pulse.scenario.Ramp;
import dev.pulse.scenario.RunPlans;
import dev.pulse.scenario.SharedIterations;
import dev.pulse.scenario.Template;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioFileTest {
  private static final String REQUESTS = "requests:\n  home: { path: / }\n";
  private static final String SCENARIO =
      "scenarios:\n  main: { executor: constant-vus, vus: 3, duration: 10s, mix: { home: 1 } }\n";

  private final Path folder;

  ScenarioFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private LoadTest load(String yaml, Map<String, String> variables, Overrides overrides)
      throws Exception {
    return ScenarioFile.load(
        Files.writeString(folder.resolve("load.yaml"), yaml), variables, overrides);
  }

  private LoadTest load(String yaml) throws Exception {
    return load(yaml, Map.of(), Overrides.NONE);
  }

  private List<String> problems(byte[] content, Map<String, String> variables, Overrides overrides)
      throws Exception {
    Path file = Files.write(folder.resolve("load.yaml"), content);
    return problems(file, variables, overrides);
  }

  private List<String> problems(String yaml) throws Exception {
    return problems(yaml.getBytes(StandardCharsets.UTF_8), Map.of(), Overrides.NONE);
  }

  private List<String> problems(Path file, Map<String, String> variables, Overrides overrides) {
    var e =
        catchThrowableOfType(
            ScenarioException.class,
            () ->
                assertTimeout(
                    Duration.ofSeconds(1), () -> ScenarioFile.load(file, variables, overrides)));
    assertThat(e).as("no problem found").isNotNull();
    return e.lines().stream().map(line -> line.replace(folder + "/", "")).toList();
  }

  private static Overrides overrides(
      OptionalInt vus, Optional<Duration> duration, List<Ramp> stages) {
    return new Overrides(vus, duration, stages, OptionalLong.empty(), Map.of(), false);
  }

  @Test
  void emptyFileIsOneLine() throws Exception {
    assertThat(problems(""))
        .containsExactly("load.yaml: must have requests and scenarios, is empty");
    assertThat(problems("# nothing\n")).hasSize(1);
    assertThat(problems("just text"))
        .containsExactly(
            "load.yaml:1: must be a mapping with name, description, baseUrl, seed, tags, collect,"
                + " http, users, headers, login, requests, scenarios, thresholds, is \"just"
                + " text\"");
  }

  @Test
  void missingFileAndFolderAreOneLine() {
    assertThat(problems(folder.resolve("none.yaml"), Map.of(), Overrides.NONE))
        .singleElement()
        .asString()
        .startsWith("none.yaml: no such file, looked for ");
    assertThat(problems(Path.of("/dev/zero"), Map.of(), Overrides.NONE))
        .containsExactly("/dev/zero: must be a file, is no regular file");
    var e =
        catchThrowableOfType(
            ScenarioException.class, () -> ScenarioFile.load(folder, Map.of(), Overrides.NONE));
    assertThat(e.lines()).containsExactly(folder + ": must be a file, is a directory");
  }

  @Test
  void bytesThatAreNotUtf8AreNamedWithTheirLine() throws Exception {
    byte[] latin = "name: ok\nname: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(problems(latin, Map.of(), Overrides.NONE))
        .containsExactly("load.yaml:2: must be UTF-8, byte 19 (0xe9) is not");
  }

  @Test
  void aliasBombEndsWithinASecond() throws Exception {
    var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append(
          String.format(Locale.ROOT, "a%d: &a%d [%s]\n", i, i, ("*a" + (i - 1) + ",").repeat(9)));
    }
    assertThat(problems(bomb.toString())).singleElement().asString().contains("aliases");
  }

  @Test
  void hostileNestingAndSizeEndWithinASecond() throws Exception {
    assertThat(problems("a: " + "[".repeat(500_000)))
        .containsExactly("load.yaml:1: must be nested at most 30 levels deep, is deeper");
    assertThat(problems("#".repeat(2 << 20)))
        .containsExactly("load.yaml: must have at most 1048576 bytes, has 2097152");
    assertThat(problems("requests: &a\n  home: *a\n" + SCENARIO)).isNotEmpty();
  }

  @Test
  void sharedPartsMayBeAliases() throws Exception {
    LoadTest test =
        load(
            "requests:\n  home: { path: /, checks: &c [{ latency: <1s }] }\n"
                + "  other: { path: /o, checks: *c }\n"
                + SCENARIO);
    assertThat(test.requests().get(1).checks().get(0).name()).isEqualTo("other latency <1s");
  }

  @Test
  void commandLineGoesBeforeEnvironmentAndBothBeforeTheDefault() throws Exception {
    String yaml = "baseUrl: ${BASE_URL:-http://localhost:8000}\n" + REQUESTS + SCENARIO;
    var environment = Map.of("BASE_URL", "http://env:1");
    assertThat(load(yaml).origin()).isEqualTo("http://localhost:8000");
    assertThat(load(yaml, Map.of("BASE_URL", ""), Overrides.NONE).origin())
        .isEqualTo("http://localhost:8000");
    assertThat(load(yaml, environment, Overrides.NONE).origin()).isEqualTo("http://env:1");
    var both = ScenarioFile.variables(Map.of("BASE_URL", "http://cli:2"), environment);
    assertThat(load(yaml, both, Overrides.NONE).origin()).isEqualTo("http://cli:2");
  }

  @Test
  void basePathGoesBeforeEveryPathAndIsNotPartOfTheOrigin() throws Exception {
    LoadTest test = load("baseUrl: https://host:8443/api/\n" + REQUESTS + SCENARIO);
    assertThat(test.requests().get(0).path().constantText()).isEqualTo("/api/");
    assertThat(test.origin()).isEqualTo("https://host:8443");
  }

  @Test
  void badTargetsAreRefusedWithoutShowingAPassword() throws Exception {
    assertThat(problems("baseUrl: ftp://host\n" + REQUESTS + SCENARIO))
        .singleElement()
        .asString()
        .startsWith("load.yaml:1: baseUrl must be an http or https URL");
    assertThat(problems("baseUrl: http://me:hunter2@host\n" + REQUESTS + SCENARIO).toString())
        .contains("without user and password")
        .doesNotContain("hunter2");
  }

  @Test
  void secretIsInNoPlanAndNoMessage() throws Exception {
    String yaml =
        "name: with ${API_KEY}\ntags: { k: '${API_KEY}' }\n"
            + "requests:\n  home: { path: '/?k=${API_KEY}', headers: { X: '${API_KEY}' },"
            + " checks: [{ contains: '${API_KEY}' }] }\n";
    Map<String, String> variables = Map.of("API_KEY", "hunter2");
    LoadTest test = load(yaml + SCENARIO, variables, Overrides.NONE);
    assertThat(test.requests().get(0).path().constantText()).isEqualTo("/?k=hunter2");
    RunPlan plan = RunPlans.of(test, "", 1, "0.1");
    assertThat(plan.toString()).doesNotContain("hunter2");
    assertThat(plan.getTitle()).isEqualTo("with ***");
    assertThat(plan.getRequests(0).getPath()).isEqualTo("/?k=${API_KEY}");
    String wrong = "seed: ${API_KEY}\n" + REQUESTS + SCENARIO;
    assertThat(problems(wrong.getBytes(StandardCharsets.UTF_8), variables, Overrides.NONE))
        .containsExactly(
            "load.yaml:1: seed must be a whole number 0..999999999999999999, is \"***\"");
  }

  @Test
  void extractedNameGoesBeforeTheEnvironmentAndDollarIsEscaped() throws Exception {
    LoadTest test =
        load(
            "requests:\n  home: { path: '/$${x}${id}', extract: { id: /id } }\n" + SCENARIO,
            Map.of("id", "from the environment"),
            Overrides.NONE);
    assertThat(test.requests().get(0).path().isConstant()).isFalse();
    assertThat(test.variables()).containsExactly("id");
    assertThat(test.requests().get(0).path().parts().get(0))
        .isEqualTo(new Template.Literal("/${x}"));
  }

  @Test
  void vusAndDurationTurnIntoConstantVus() throws Exception {
    String ramping =
        REQUESTS
            + "scenarios:\n  main: { executor: ramping-vus, stages: [{ duration: 1m, target: 9 }],"
            + " mix: { home: 1 } }\n";
    var minutes = Optional.of(Duration.ofMinutes(30));
    assertThat(executor(ramping, overrides(OptionalInt.of(500), minutes, List.of())))
        .isEqualTo(new ConstantVus(500, Duration.ofMinutes(30)));
    assertThat(executor(ramping, overrides(OptionalInt.empty(), minutes, List.of())))
        .isEqualTo(new ConstantVus(9, Duration.ofMinutes(30)));
    assertThat(executor(ramping, overrides(OptionalInt.of(4), Optional.empty(), List.of())))
        .isEqualTo(new ConstantVus(4, Duration.ofMinutes(1)));
    String counted =
        REQUESTS
            + "scenarios:\n  main: { executor: shared-iterations, iterations: 50,"
            + " mix: { home: 1 } }\n";
    assertThat(executor(counted, overrides(OptionalInt.of(4), Optional.empty(), List.of())))
        .isEqualTo(new SharedIterations(4, 50, Duration.ofMinutes(10)));
  }

  @Test
  void durationKeepsAConstantRateAndVusAloneAreRefused() throws Exception {
    String constant =
        REQUESTS
            + "scenarios:\n  main: { executor: constant-arrival-rate, rate: 30, timeUnit: 1m,"
            + " duration: 1m, preAllocatedVUs: 2, maxVUs: 5, arrivals: poisson, mix: { home: 1 }"
            + " }\n";
    var minutes = Optional.of(Duration.ofMinutes(30));
    assertThat(executor(constant, overrides(OptionalInt.empty(), minutes, List.of())))
        .isEqualTo(
            new ConstantArrivalRate(
                30,
                Duration.ofMinutes(1),
                Duration.ofMinutes(30),
                2,
                5,
                ArrivalRate.Spread.POISSON));
    assertThat(executor(constant, overrides(OptionalInt.of(4), minutes, List.of())))
        .isEqualTo(new ConstantVus(4, Duration.ofMinutes(30)));
    byte[] file = constant.getBytes(StandardCharsets.UTF_8);
    assertThat(problems(file, Map.of(), overrides(OptionalInt.of(4), Optional.empty(), List.of())))
        .singleElement()
        .asString()
        .contains("--vus with an arrival rate needs --duration");
  }

  @Test
  void anArrivalRateWithoutItsKeysIsNamedKeyByKey() throws Exception {
    assertThat(
            problems(
                REQUESTS
                    + "scenarios:\n  main: { executor: constant-arrival-rate, rate: 0,"
                    + " preAllocatedVUs: 5, maxVUs: 2, arrivals: evenly, mix: { home: 1 } }\n"))
        .anyMatch(line -> line.contains("rate must be a whole number 1..10000000, is \"0\""))
        .anyMatch(line -> line.contains("duration"))
        .anyMatch(line -> line.contains("arrivals must be regular or poisson, is \"evenly\""));
  }

  private Executor executor(String yaml, Overrides overrides) throws Exception {
    return load(yaml, Map.of(), overrides).scenarios().get(0).executor();
  }

  @Test
  void stagesTurnIntoRampingVus() throws Exception {
    var stages = List.of(new Ramp(Duration.ofMinutes(2), 100));
    Executor executor =
        executor(REQUESTS + SCENARIO, overrides(OptionalInt.empty(), Optional.empty(), stages));
    assertThat(executor.k6Name()).isEqualTo("ramping-vus");
    assertThat(executor.stages().get(0).name()).isEqualTo("1 ramp 1→100");
  }

  @Test
  void overridesThatCannotBeMeantAreRefused() throws Exception {
    byte[] two =
        (REQUESTS + SCENARIO + "  more: { executor: constant-vus, duration: 1s, flow: [home] }\n")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(problems(two, Map.of(), overrides(OptionalInt.of(4), Optional.empty(), List.of())))
        .containsExactly(
            "load.yaml: must have one scenario for --vus, --duration and --stage to change, has"
                + " main, more");
    byte[] one = (REQUESTS + SCENARIO).getBytes(StandardCharsets.UTF_8);
    var stages = List.of(new Ramp(Duration.ofMinutes(2), 100));
    var both = overrides(OptionalInt.empty(), Optional.of(Duration.ofSeconds(1)), stages);
    assertThat(problems(one, Map.of(), both))
        .containsExactly(
            "load.yaml: --stage has durations of its own, give either --stage or --duration");
  }

  @Test
  void loginMayNotShareItsNameWithARequest() throws Exception {
    assertThat(problems("login: { name: home, path: /l }\n" + REQUESTS + SCENARIO))
        .containsExactly(
            "load.yaml:3: requests.home must have another name than the login, which is home");
  }

  @Test
  void sixtyFifthCheckIsRefused() throws Exception {
    var checks = new StringBuilder();
    for (int i = 0; i < 65; i++) {
      checks.append("{ contains: c" + i + " },");
    }
    String yaml = "requests:\n  home: { path: /, checks: [" + checks + "] }\n" + SCENARIO;
    assertThat(problems(yaml))
        .containsExactly("load.yaml:2: requests.home.checks must have at most 64 checks, has 65");
  }

  @Test
  void csvWithUnevenLinesOrAnOpenQuoteIsNamedWithItsLine() throws Exception {
    String yaml = "users: { file: u.csv }\n" + REQUESTS + SCENARIO;
    Files.writeString(folder.resolve("u.csv"), "a,b\n1,2\n\n3\n");
    assertThat(problems(yaml))
        .containsExactly("load.yaml:1: users.file must have 2 values in each line, u.csv:4 has 1");
    Files.writeString(folder.resolve("u.csv"), "a,b\n1,\"2\n");
    assertThat(problems(yaml))
        .containsExactly(
            "load.yaml:1: users.file cannot be used, u.csv:2: a quote must be closed, is open to"
                + " the end");
    Files.writeString(folder.resolve("u.csv"), "a,b\r\n\"x,\"\"y\"\"\nz\",2\r\n");
    assertThat(load(yaml).users().value(0, 0)).isEqualTo("x,\"y\"\nz");
  }

  @Test
  void whatIsToBeWatchedIsAPathAndStaysOutOfThePlan() throws Exception {
    var test = load("collect: ops/watch.yaml\n" + REQUESTS + SCENARIO);

    assertThat(test.collect()).isEqualTo("ops/watch.yaml");
    assertThat(RunPlans.of(test, "", 1, "x").toString()).doesNotContain("watch.yaml");
    assertThat(load(REQUESTS + SCENARIO).collect()).isEmpty();
    assertThat(problems("collect: { interval: 2s }\n" + REQUESTS + SCENARIO)).hasSize(1);
  }
}
