package dev.pulse.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pulse.protocol.SystemClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A short soak through real processes: what a process holds after a collection, and what it has of
 * the machine's memory, must not grow with the requests. The aggregator keeps its settled intervals
 * for a minute, so the first reading comes after that. {@code -Dsoak.seconds=3600} makes it long,
 * {@code -Dsoak.vus=4} light enough to run beside other work.
 */
@Tag("faults")
class SoakTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** From the first request until all that is kept for a time is there, seconds. */
  private static final int SETTLING_SECONDS = 90;

  /** Between the readings, seconds. */
  private static final int SOAK_SECONDS = Integer.getInteger("soak.seconds", 60);

  /** About 95 requests a second each. */
  private static final int VUS = Integer.getInteger("soak.vus", 40);

  /** Live heap at the end over that in the middle. One sample kept at 100 bytes would be 6 MB. */
  private static final long MOST_HEAP_GROWTH_BYTES = 6L << 20;

  /** Resident memory in the last quarter over that of the third. */
  private static final long MOST_RESIDENT_GROWTH_BYTES = 48L << 20;

  private static final List<String> ROLES = List.of("generator", "aggregator", "launcher");

  /**
   * The serial collector leaves dead objects where they lie while they are few, and clears them
   * away with every fourth collection (MarkSweepAlwaysCompactCount).
   */
  private static final int COLLECTIONS = 4;

  /** What a full collection leaves; the young generation has only what came after it. */
  private static final Pattern USED = Pattern.compile("tenured generation .*?used (\\d+)K");

  private static final String SCENARIO =
      """
      name: Short soak
      baseUrl: ${BASE_URL}
      requests:
        ok: { path: /ok, checks: [{ status: 200 }] }
        other: { path: /other, checks: [{ status: 200 }] }
      scenarios:
        soak:
          executor: constant-vus
          vus: ${VUS}
          duration: ${SECONDS}s
          thinkTime: 10ms
          mix: { ok: 60, other: 40 }
      """;

  @TempDir private Path folder;
  private final Map<String, List<Long>> resident = new TreeMap<>();

  @Test
  void noProcessGrowsWithTheRequests() throws Exception {
    try (var target = new TargetServer()) {
      Files.writeString(folder.resolve("soak.yaml"), SCENARIO, UTF_8);
      var run =
          PulseProcess.start(
              folder,
              Map.of(),
              "run",
              "soak.yaml",
              "-e",
              "BASE_URL=" + target.address(),
              "-e",
              "SECONDS=" + (SETTLING_SECONDS + SOAK_SECONDS + 20),
              "-e",
              "VUS=" + VUS);
      await().atMost(PATIENCE).until(() -> run.output().contains("running ("));
      watch(run, SETTLING_SECONDS);
      var middle = liveHeaps(run);
      watch(run, SOAK_SECONDS);
      var late = liveHeaps(run);
      var finished = run.await(PATIENCE);
      System.out.printf(Locale.ROOT, "live heap, bytes: %s, then %s%n", middle, late);

      assertThat(finished.output()).contains("lost 0");
      assertThat(middle.keySet()).containsExactlyInAnyOrderElementsOf(ROLES);
      for (String role : ROLES) {
        assertThat(late.getOrDefault(role, 0L) - middle.getOrDefault(role, 0L))
            .as("live heap of %s: %s, then %s bytes", role, middle.get(role), late.get(role))
            .isLessThan(MOST_HEAP_GROWTH_BYTES);
        var of = resident.getOrDefault(role, List.of());
        assertThat(most(of, 3) - most(of, 2))
            .as("resident memory of %s, second by second: %s", role, of)
            .isLessThan(MOST_RESIDENT_GROWTH_BYTES);
      }
    }
  }

  private static long most(List<Long> bytes, int quarter) {
    int size = bytes.size();
    return bytes.subList(quarter * size / 4, (quarter + 1) * size / 4).stream()
        .mapToLong(of -> of)
        .max()
        .orElseThrow();
  }

  /** Reads the processes' memory every second or so, by the clock: seconds add up in hours. */
  private void watch(PulseProcess run, int seconds) {
    long end = SystemClock.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    while (SystemClock.nanoTime() < end && run.handle().isAlive()) {
      await()
          .pollDelay(Duration.ofSeconds(1))
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () ->
                  processes(run)
                      .forEach(
                          (role, pid) ->
                              resident
                                  .computeIfAbsent(role, key -> new ArrayList<>())
                                  .add(residentBytes(pid))));
    }
  }

  /** Process ids by role. */
  private static Map<String, Long> processes(PulseProcess run) throws IOException {
    Map<String, Long> found = new TreeMap<>();
    found.put("launcher", run.handle().pid());
    for (ProcessHandle child : run.handle().descendants().toList()) {
      Path file = Path.of("/proc", Long.toString(child.pid()), "cmdline");
      var words = List.of(Files.readString(file, UTF_8).split("\0"));
      ROLES.stream().filter(words::contains).forEach(role -> found.put(role, child.pid()));
    }
    return found;
  }

  private static long residentBytes(long pid) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    try (var lines = Files.lines(status, UTF_8)) {
      var told = lines.filter(line -> line.startsWith("VmRSS:")).findFirst();
      if (told.isPresent()) {
        return Long.parseLong(told.get().replaceAll("[^0-9]", "")) * 1_024;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("process " + pid + " tells no resident memory");
  }

  /** Bytes in use after a full collection that leaves nothing dead. */
  private static Map<String, Long> liveHeaps(PulseProcess run) throws Exception {
    Map<String, Long> bytes = new TreeMap<>();
    for (var process : processes(run).entrySet()) {
      for (int collection = 0; collection < COLLECTIONS; collection++) {
        jcmd(process.getValue(), "GC.run");
        Matcher used = USED.matcher(jcmd(process.getValue(), "GC.heap_info"));
        assertThat(used.find()).as(process.getKey()).isTrue();
        bytes.merge(process.getKey(), Long.parseLong(used.group(1)) * 1_024, Math::min);
      }
    }
    return bytes;
  }

  private static String jcmd(long pid, String command) throws Exception {
    String program = Path.of(System.getProperty("java.home"), "bin/jcmd").toString();
    var process =
        new ProcessBuilder(program, Long.toString(pid), command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue())
        .as(String.format(Locale.ROOT, "jcmd %d %s: %s", pid, command, output))
        .isZero();
    return output;
  }
}
