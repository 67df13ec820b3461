package dev.pulse.launcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.pulse.launcher.process.JvmCommand;
import dev.pulse.protocol.SystemClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a user has it: a process with children, against a target on loopback. */
class PulseCommandTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String SECRET = "s3cret-value";
  private static final String SCENARIO =
      """
      name: Little
      baseUrl: ${BASE_URL}
      headers:
        X-Key: ${API_KEY}
      requests:
        home: { path: /home, checks: [ { status: 200 } ] }
      scenarios:
        little: { executor: constant-vus, vus: 5, duration: 60s, thinkTime: 50ms, flow: [home] }
      """;

  private static final String OWN_RULE =
      """
      rules:
        - id: slow
          title: Slower than light
          symptom: it takes time
          when: [p99 > 1us]
          cause: Distance.
          solution: Move nearer.
          proof: It takes less time.
          retest: Smoke.
      """;

  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();
  private final AtomicInteger answered = new AtomicInteger();
  private HttpServer target;

  @BeforeEach
  void startTarget() throws IOException {
    Files.writeString(folder.resolve("little.yaml"), SCENARIO);
    target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.setExecutor(Executors.newCachedThreadPool());
    target.createContext(
        "/",
        exchange -> {
          answered.incrementAndGet();
          byte[] body = "{}".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    target.start();
  }

  @AfterEach
  void stopEverything() {
    target.stop(0);
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Process pulse(String... arguments) throws IOException {
    var command =
        JvmCommand.of(
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            "dev.pulse.launcher.Pulse",
            List.of(arguments));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().remove("PULSE_HOME");
    builder.redirectOutput(folder.resolve("out" + started.size()).toFile());
    builder.redirectError(folder.resolve("err" + started.size()).toFile());
    var process = builder.start();
    started.add(process);
    return process;
  }

  private Process run(String... more) throws IOException {
    var arguments = new ArrayList<>(List.of("run", "little.yaml", "--no-live"));
    arguments.addAll(List.of("-e", "BASE_URL=http://127.0.0.1:" + target.getAddress().getPort()));
    arguments.addAll(List.of("-e", "API_KEY=" + SECRET));
    arguments.addAll(List.of(more));
    return pulse(arguments.toArray(String[]::new));
  }

  private static int exitOf(Process process) throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  /** What the command started last has written so far. */
  private String out() throws IOException {
    return Files.readString(folder.resolve("out" + (started.size() - 1)));
  }

  private String err() throws IOException {
    return Files.readString(folder.resolve("err" + (started.size() - 1)));
  }

  private void awaitLoad(int requests) {
    await().atMost(PATIENCE).until(() -> answered.get() >= requests);
  }

  /** {@code ProcessHandle.info()} leaves out command lines of more than a page. */
  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
          .replace('\0', ' ');
    } catch (IOException gone) {
      return "";
    }
  }

  @Test
  void interruptedRunIsReportedAndItsRecordsCanBeWorkedOn() throws Exception {
    var process = run();
    awaitLoad(300);
    var children = process.descendants().toList();
    assertThat(children)
        .hasSizeGreaterThanOrEqualTo(3)
        .allMatch(child -> commandLine(child).contains("dev.pulse.launcher.Pulse"))
        .as("a secret on no command line")
        .noneMatch(child -> commandLine(child).contains(SECRET));
    process.destroy();
    assertThat(exitOf(process)).as(err()).isEqualTo(105);
    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertThat(out()).contains("agents 1 of 1", "lost 0", "stopped before its end: signal");
    assertThat(err()).contains("stopping the load gracefully");
    try (var reports = Files.walk(folder.resolve("reports"))) {
      assertThat(reports.map(path -> path.getFileName().toString()))
          .contains("load-testing-report.md", "load-testing-report.html", "summary.json");
    }
    storedRunCanBeWorkedOn();
    noSecretIsKept();
  }

  private void storedRunCanBeWorkedOn() throws Exception {
    assertThat(exitOf(pulse("runs"))).isZero();
    assertThat(out()).contains("-little", "stopped", "Little (signal)");
    assertThat(exitOf(pulse("show", "latest"))).isZero();
    assertThat(out()).contains("agents 1 of 1");
    assertThat(exitOf(pulse("verify", "latest"))).as(out()).isZero();
    assertThat(out()).contains("samples accounted for");
    assertThat(exitOf(pulse("replay", "latest"))).as(out()).isZero();
    assertThat(out()).contains("every figure is equal");
    assertThat(exitOf(pulse("export", "latest", "--format", "csv", "--out", "s.csv"))).isZero();
    assertThat(Files.readString(folder.resolve("s.csv")).lines().skip(1))
        .isNotEmpty()
        .allMatch(row -> row.contains("home"));
    Files.writeString(folder.resolve("mine.yaml"), OWN_RULE);
    assertThat(exitOf(pulse("report", "latest", "--rules", "mine.yaml"))).isEqualTo(96);
    assertThat(report()).contains("Slower than light").doesNotContain("too-few-pods");
    assertThat(exitOf(pulse("show", "nosuch"))).isEqualTo(104);
  }

  private String report() throws IOException {
    try (var reports = Files.walk(folder.resolve("reports"))) {
      Path file =
          reports.filter(path -> path.endsWith("load-testing-report.md")).findFirst().orElseThrow();
      return Files.readString(file);
    }
  }

  private void noSecretIsKept() throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), UTF_8))
            .as(file.toString())
            .doesNotContain(SECRET);
      }
    }
  }

  @Test
  void folderInUseIsToldAndKillingItsUserLeavesNothingRunning() throws Exception {
    var process = run();
    awaitLoad(50);
    assertThat(exitOf(run())).isEqualTo(107);
    assertThat(err()).contains("is in use by another pulse (process " + process.pid());
    var children = process.descendants().toList();
    assertThat(children).hasSizeGreaterThanOrEqualTo(3);
    process.destroyForcibly();
    await().atMost(PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void targetThatIsNotThereEndsTheCommandBeforeTheLoad() throws Exception {
    target.stop(0);
    assertThat(exitOf(run())).isEqualTo(107);
    assertThat(err()).contains("the load was not started", "refused");
  }

  @Test
  void deadPartIsNamedWithWhatIsLost() throws Exception {
    var process = run();
    awaitLoad(50);
    process
        .descendants()
        .filter(child -> commandLine(child).contains("Pulse aggregator"))
        .forEach(ProcessHandle::destroyForcibly);
    assertThat(exitOf(process)).isEqualTo(107);
    assertThat(err()).contains("the aggregator died", "no sample is lost");
  }

  @Test
  void badScenarioCostsLittleMoreThanTheStartOfAJvm() throws Exception {
    Files.writeString(folder.resolve("little.yaml"), SCENARIO + "  typo: 1\n");
    long leastOfVersion = Long.MAX_VALUE;
    long leastOfBad = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      leastOfVersion = Math.min(leastOfVersion, millisOf(0, "--version"));
      leastOfBad = Math.min(leastOfBad, millisOf(104, "run", "little.yaml"));
      assertThat(err()).startsWith("little.yaml:");
    }
    assertThat(leastOfBad - leastOfVersion).isLessThan(1_000);
  }

  private long millisOf(int exitCode, String... arguments) throws Exception {
    long begin = SystemClock.nanoTime();
    assertThat(exitOf(pulse(arguments))).isEqualTo(exitCode);
    return TimeUnit.NANOSECONDS.toMillis(SystemClock.nanoTime() - begin);
  }
}
