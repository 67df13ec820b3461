package dev.pulse.integration.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.integration.ExportedSamples;
import dev.pulse.integration.PulseProcess;
import dev.pulse.integration.TargetServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code pulse run} against a Kafka that others keep: 20 VUs, about 390 requests a second. */
final class Load implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final String SCENARIO =
      """
      name: Fault
      baseUrl: ${BASE_URL}
      requests:
        ok: { path: /ok, checks: [{ status: 200 }] }
      scenarios:
        steady:
          executor: constant-vus
          vus: 20
          duration: ${LENGTH}
          thinkTime: 50ms
          mix: { ok: 1 }
      """;

  private final Path folder;
  private final Stack stack;
  private final TargetServer target;
  private final PulseProcess process;

  private Load(Path folder, Stack stack, TargetServer target, PulseProcess process) {
    this.folder = folder;
    this.stack = stack;
    this.target = target;
    this.process = process;
  }

  /** Starts a run and returns once its load is on the target. */
  static Load start(Stack stack, TargetServer target, Path folder, int seconds) throws IOException {
    return start(stack, target, folder, seconds, Map.of());
  }

  /** The same with variables of the environment. */
  static Load start(
      Stack stack, TargetServer target, Path folder, int seconds, Map<String, String> environment)
      throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("fault.yaml"), SCENARIO, UTF_8);
    var arguments = new ArrayList<>(List.of("run", "fault.yaml", "--no-aggregator", "--no-live"));
    arguments.add("--kafka=" + stack.address());
    arguments.addAll(List.of("-e", "BASE_URL=" + target.address()));
    arguments.addAll(List.of("-e", "LENGTH=" + seconds + "s"));
    arguments.addAll(List.of("-o", "csv=samples.csv"));
    var process = PulseProcess.start(folder, environment, arguments.toArray(String[]::new));
    var load = new Load(folder, stack, target, process);
    load.awaitRequests(200);
    return load;
  }

  /** Waits until the target has answered so many more. */
  void awaitRequests(long more) {
    long enough = target.answered() + more;
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(20))
        .failFast("the run ended", this::requireAlive)
        .until(() -> target.answered() >= enough);
  }

  private void requireAlive() throws IOException {
    assertThat(process.handle().isAlive()).as(process.output()).isTrue();
  }

  /** Lets a fault last. */
  static void hold(Duration length) throws InterruptedException {
    new CountDownLatch(1).await(length.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The generator's process. */
  ProcessHandle generator() {
    return part(process.handle(), "generator")
        .orElseThrow(() -> new AssertionError("the generator does not run"));
  }

  /** A part that a command has started, by its hidden command; once it is a JVM. */
  static Optional<ProcessHandle> part(ProcessHandle command, String role) {
    return command
        .descendants()
        .filter(child -> commandLine(child).contains("dev.pulse.launcher.Pulse " + role))
        .filter(child -> !commandLine(child).startsWith("sh "))
        .findFirst();
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"), UTF_8)
          .replace('\0', ' ');
    } catch (IOException gone) {
      return "";
    }
  }

  /** Most memory that a process ever had resident, MiB. */
  static long peakMebibytes(ProcessHandle process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    return Files.readAllLines(status, UTF_8).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  /** Sends a signal to the command. */
  void signal(String name) throws Exception {
    process.signal(name);
  }

  /** Waits for the end, and asks {@code pulse verify}. */
  Result result() throws Exception {
    var ended = process.await(PATIENCE);
    return new Result(ended, verify(), summary(ended), folder.resolve("samples.csv"));
  }

  /** {@code pulse verify} of the newest run. */
  PulseProcess.Result verify() throws Exception {
    return PulseProcess.run(folder, PATIENCE, "verify", "latest", kafka());
  }

  /** The command itself. */
  PulseProcess command() {
    return process;
  }

  private String kafka() {
    return "--kafka=" + stack.address();
  }

  private JsonNode summary(PulseProcess.Result ended) throws IOException {
    try (var files = Files.walk(folder.resolve("reports"))) {
      Path file =
          files
              .filter(path -> path.endsWith("summary.json"))
              .findFirst()
              .orElseThrow(() -> new AssertionError(ended.output()));
      return new ObjectMapper().readTree(file.toFile());
    }
  }

  /** Asks {@code pulse verify} of the newest run of a Kafka until it says that all is equal. */
  static void awaitVerified(Path folder, Stack stack, Duration patience) {
    await()
        .atMost(patience)
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(
            () -> {
              var said =
                  PulseProcess.run(
                      folder, PATIENCE, "verify", "latest", "--kafka=" + stack.address());
              assertThat(said.exitCode()).as(said.output()).isZero();
            });
  }

  @Override
  public void close() {
    process.handle().descendants().forEach(ProcessHandle::destroyForcibly);
    process.handle().destroyForcibly();
  }

  /**
   * What a run came to.
   *
   * @param run the command
   * @param verified {@code pulse verify} after it
   * @param summary its {@code summary.json}
   * @param samplesFile every sample, as CSV
   */
  record Result(
      PulseProcess.Result run, PulseProcess.Result verified, JsonNode summary, Path samplesFile) {

    JsonNode accounting() {
      return summary.path("runs").path(0).path("accounting");
    }

    String verdict() {
      return summary.path("runs").path(0).path("verdict").asText();
    }

    String decision() {
      return summary.path("decision").path("kind").asText();
    }

    /** Why there is no better verdict. */
    String reasons() {
      return summary.path("runs").path(0).path("reasons").toString();
    }

    long scheduled() {
      return accounting().path("scheduled").asLong();
    }

    ExportedSamples samples() throws IOException {
      return ExportedSamples.read(samplesFile);
    }
  }
}
