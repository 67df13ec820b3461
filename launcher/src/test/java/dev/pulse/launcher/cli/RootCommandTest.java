package dev.pulse.launcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.host.Terminal;
import dev.pulse.protocol.SystemClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RootCommandTest {
  private static final String SCENARIO =
      """
      name: Little
      baseUrl: ${BASE_URL:-http://localhost:8000}
      requests:
        home: { path: /home }
      scenarios:
        little: { executor: constant-vus, vus: 2, duration: 10s, thinkTime: 1s, flow: [home] }
      """;

  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int pulse(String... arguments) {
    var terminal =
        Terminal.plain(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    return RootCommand.execute(
        arguments,
        new Surroundings(terminal, environment, folder, SystemClock.wall(), SystemClock::nanoTime));
  }

  private String out() {
    return out.toString(UTF_8);
  }

  private String err() {
    return err.toString(UTF_8);
  }

  private String scenario(String yaml) throws IOException {
    return Files.writeString(folder.resolve("little.yaml"), yaml).toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "run",
        "validate",
        "runs",
        "show",
        "report",
        "verify",
        "replay",
        "export",
        "users",
        "agent",
        "broker",
        "aggregator",
        "generator",
        "sandbox"
      })
  void everyCommandExplainsItselfWithAnExample(String command) {
    assertThat(pulse(command, "--help")).isZero();
    assertThat(out()).contains("Usage: pulse " + command).contains("Example");
  }

  @Test
  void helpListsCommandsForPeopleAndExitCodes() {
    assertThat(pulse("--help")).isZero();
    assertThat(out())
        .contains("demo", "validate", "agent", "105   stopped by a signal")
        .doesNotContain("The load of a run that another process has planned");
  }

  @Test
  void versionNamesPulseAndJava() {
    assertThat(pulse("--version")).isZero();
    assertThat(out()).startsWith("pulse ").contains(System.getProperty("java.version"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "frobnicate | frobnicate",
        "'' | which command?",
        "run | FILE",
        "run x.yaml --frob | --frob",
        "run x.yaml -s 2m | a stage must be DURATION:VUS such as 2m:100, is \"2m\"",
        "run x.yaml -d 2minutes | must be a duration such as 500ms",
        "run x.yaml -o xml=f | a format must be csv or json",
        "run x.yaml -o json | an output must be json=FILE, csv=FILE or influxdb=URL",
        "run x.yaml --summary-trend-stats avg,p99 | a trend column must be",
        "run x.yaml --summary-mode short | --summary-mode",
        "run x.yaml --waive Ann | a waiver must be",
        "run x.yaml --vus many | --vus",
        "run x.yaml --no-aggregator | --no-aggregator needs --kafka",
        "run x.yaml --agents 3 | --agents needs --kafka",
        "runs --kafka-config f | --kafka-config needs --kafka",
        "agent | --kafka",
        "agent --kafka k:1 --weight 0 | --weight must be 1 to 1000, is 0",
        "export latest | --format",
        "users | create or verify?"
      })
  void wrongUsageIsBadConfigurationAndSaysWhy(String line, String reason) {
    assertThat(pulse(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(104);
    assertThat(err()).contains(reason);
  }

  @Test
  void badScenarioIsRefusedWithItsPlaceBeforeAnythingStarts() throws IOException {
    String file = scenario(SCENARIO.replace("vus: 2", "vuss: 2"));
    assertThat(pulse("run", file)).isEqualTo(104);
    assertThat(err()).startsWith(file + ":6: ").contains("vuss");
    assertThat(folder.resolve(".pulse")).doesNotExist();
  }

  @Test
  void missingCriteriaFileIsRefusedBeforeAnythingStarts() throws IOException {
    assertThat(pulse("run", scenario(SCENARIO), "--criteria", "/nowhere/criteria.yaml"))
        .isEqualTo(104);
    assertThat(err()).contains("/nowhere/criteria.yaml");
    assertThat(folder.resolve(".pulse")).doesNotExist();
  }

  @Test
  void rulesThatCannotBeReadAreRefusedWithTheirPlaceBeforeAnythingStarts() throws IOException {
    String run = scenario(SCENARIO);
    assertThat(pulse("run", run, "--rules", "/nowhere/rules.yaml")).isEqualTo(104);
    assertThat(err()).contains("/nowhere/rules.yaml");

    Path rules = folder.resolve("rules.yaml");
    Files.writeString(rules, "rules:\n  - id: mine\n    when: [ p98 > 1ms ]\n");
    assertThat(pulse("run", run, "--rules", rules.toString())).isEqualTo(104);
    assertThat(err()).contains(rules + ":");
    assertThat(folder.resolve(".pulse")).doesNotExist();
  }

  @Test
  void validateShowsThePlanAsItWouldBeRun() throws IOException {
    environment.put("BASE_URL", "http://127.0.0.1:1");
    String file = scenario(SCENARIO);
    assertThat(
            pulse("validate", file, "-e", "BASE_URL=http://127.0.0.1:9", "-s", "5s:4", "-s=5s:0"))
        .isZero();
    assertThat(out())
        .contains(file + ": valid")
        .contains("http://127.0.0.1:9")
        .contains("ramping-vus, up to 4 VUs")
        .contains("1 → 4 VUs")
        .contains("about 23 requests");
  }

  @Test
  void validateTriesWhatTheScenarioOrTheCommandLineSaysIsWatched() throws IOException {
    String file = scenario("collect: watch.yaml\n" + SCENARIO);
    assertThat(pulse("validate", file)).isEqualTo(104);
    assertThat(err()).contains("watch.yaml cannot be read, it names what to watch");
    Files.writeString(
        folder.resolve("watch.yaml"), "sources: { cache: { type: redis, port: 1 } }\n");
    assertThat(pulse("validate", file)).isZero();
    assertThat(err()).contains("collect: cache: redis 127.0.0.1:1 does not answer");
    Files.writeString(folder.resolve("other.yaml"), "sources: { here: { type: host } }\n");
    err.reset();
    assertThat(pulse("validate", file, "--collect", "other.yaml")).isZero();
    assertThat(err()).contains("collect: here: ").doesNotContain("cache");
  }

  @Test
  void validateNamesEveryBadFile() throws IOException {
    assertThat(pulse("validate", scenario("name: x"), "/nowhere.yaml")).isEqualTo(104);
    assertThat(err()).contains("little.yaml").contains("/nowhere.yaml: no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"runs", "show latest", "verify latest", "report latest", "replay latest"})
  void withoutDataStoredRunsSayHowToGetSome(String line) {
    assertThat(pulse(line.split(" "))).isEqualTo(104);
    assertThat(err()).contains("there is no run in " + folder.resolve(".pulse"), "pulse demo");
    assertThat(folder.resolve(".pulse")).doesNotExist();
  }

  @Test
  void kafkaThatIsNotThereIsNamed() {
    assertThat(pulse("runs", "--kafka", "127.0.0.1:1")).isEqualTo(107);
    assertThat(err()).contains("Kafka at 127.0.0.1:1 does not answer");
  }

  @Test
  void usersOfATargetThatIsNotThereCannotLogIn() {
    assertThat(pulse("users", "verify", "--target", "http://127.0.0.1:1")).isEqualTo(99);
    assertThat(out()).contains("0 of 10 users can log in at http://127.0.0.1:1");
  }

  @Test
  void usersCannotBeCreatedWithoutASandbox() {
    assertThat(pulse("users", "create")).isEqualTo(107);
    assertThat(err()).contains("no sandbox runs on", "pulse sandbox");
  }
}
