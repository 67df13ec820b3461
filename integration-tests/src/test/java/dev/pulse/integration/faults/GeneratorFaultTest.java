package dev.pulse.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.integration.TargetServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generator itself is stalled, starved, killed, or has no room: its run must say so. */
class GeneratorFaultTest {
  private static final int ENVIRONMENT = 107;
  private static final int INCONCLUSIVE = 96;
  private static final int VERIFY_FAILED = 99;
  private static final long STALL_MICROS = 5_000_000;

  @TempDir static Path folder;
  private static TargetServer target;
  private static Stack stack;

  @BeforeAll
  static void startStack() throws Exception {
    target = new TargetServer();
    stack = Stack.start(folder);
  }

  @AfterAll
  static void stopStack() {
    stack.close();
    target.close();
  }

  @Test
  void killedItEndsTheRunAndNamesWhatIsNotKnown() throws Exception {
    try (var load = Load.start(stack, target, folder.resolve("killed"), 60)) {
      load.awaitRequests(1_500);
      load.generator().destroyForcibly();
      var result = load.result();

      assertThat(result.run().exitCode()).as(result.run().output()).isEqualTo(ENVIRONMENT);
      assertThat(result.run().output())
          .contains("the generator died", "0 of 1 agents gave their last word");
      assertThat(result.accounting().path("status").asText()).isEqualTo("INCOMPLETE");
      assertThat(result.decision()).isEqualTo("INCONCLUSIVE");
      assertThat(result.verified().exitCode()).isEqualTo(VERIFY_FAILED);
      assertThat(result.verified().output()).contains("left no manifest");
    }
  }

  @Test
  @Tag("faults")
  void stalledForFiveSecondsItsResponseTimesAndItsVerdictTellIt() throws Exception {
    try (var load = Load.start(stack, target, folder.resolve("stalled"), 20)) {
      load.awaitRequests(1_500);
      signal(load.generator(), "STOP");
      Load.hold(Duration.ofSeconds(5));
      signal(load.generator(), "CONT");
      var result = load.result();

      Held.assertNothingLost(result);
      assertThat(slowest(result)).isGreaterThan((long) (0.9 * STALL_MICROS));
      assertNotHeld(result);
    }
  }

  /** At the lowest priority beside twelve loops for most of the load. */
  @Test
  @Tag("faults")
  void starvedOfCpuItsVerdictTellsIt() throws Exception {
    var hogs = new ArrayList<Process>();
    try (var load = Load.start(stack, target, folder.resolve("starved"), 20)) {
      long pid = load.generator().pid();
      run("taskset", "-a", "-p", "-c", "0", Long.toString(pid));
      for (String thread : threads(pid)) {
        run("renice", "-n", "19", "-p", thread);
      }
      for (int hog = 0; hog < 12; hog++) {
        hogs.add(
            new ProcessBuilder("taskset", "-c", "0", "sh", "-c", "while :; do :; done").start());
      }
      Load.hold(Duration.ofSeconds(15));
      hogs.forEach(Process::destroyForcibly);
      var result = load.result();

      Held.assertNothingLost(result);
      assertNotHeld(result);
    } finally {
      hogs.forEach(Process::destroyForcibly);
    }
  }

  /** Linux gives each thread a priority of its own. */
  private static List<String> threads(long pid) throws IOException {
    try (var tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      return tasks.map(task -> task.getFileName().toString()).toList();
    }
  }

  @Test
  @Tag("faults")
  void withNoRoomLeftForSamplesItNamesEveryRangeThatItDropped() throws Exception {
    var small = Map.of("PULSE_QUEUE_BYTES", "65536");
    try (var load = Load.start(stack, target, folder.resolve("full"), 45, small)) {
      load.awaitRequests(400);
      stack.broker().stall();
      Load.hold(Duration.ofSeconds(30));
      stack.broker().resume();
      var result = load.result();

      var accounting = result.accounting();
      long lost = accounting.path("lost").asLong();
      assertThat(lost).as(accounting.toString()).isPositive();
      assertThat(accounting.path("status").asText()).isEqualTo("INCOMPLETE");
      assertThat(accounting.path("received").asLong() + lost).isEqualTo(result.scheduled());
      assertThat(rangesOf(result)).isEqualTo(lost);
      assertThat(result.samples().count()).isEqualTo(result.scheduled() - lost);
      assertThat(result.decision()).isEqualTo("INCONCLUSIVE");
      assertThat(result.run().exitCode()).isEqualTo(INCONCLUSIVE);
      assertThat(result.verified().exitCode()).isEqualTo(VERIFY_FAILED);
      assertThat(result.verified().output())
          .contains(result.scheduled() - lost + " of " + result.scheduled() + " samples")
          .contains("were lost by the agent: Kafka away, publishing queue full")
          .doesNotContain("are missing in Kafka");
    }
  }

  private static long rangesOf(Load.Result result) {
    long samples = 0;
    for (var range : result.accounting().path("loss_ranges")) {
      samples += range.path("last_sample").asLong() - range.path("first_sample").asLong() + 1;
    }
    return samples;
  }

  private static long slowest(Load.Result result) throws Exception {
    long[] response = result.samples().sorted("response_us");
    return response[response.length - 1];
  }

  private static void assertNotHeld(Load.Result result) {
    assertThat(result.decision()).as(result.reasons()).isNotEqualTo("APPROVED");
    assertThat(result.verdict()).as(result.reasons()).isEqualTo("INCONCLUSIVE");
    assertThat(result.run().exitCode()).isEqualTo(INCONCLUSIVE);
    System.out.println("not held: " + result.reasons());
  }

  private static void signal(ProcessHandle process, String name) throws Exception {
    run("kill", "-" + name, Long.toString(process.pid()));
  }

  private static void run(String... command) throws Exception {
    int code = new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    assertThat(code).as(List.of(command).toString()).isZero();
  }
}
