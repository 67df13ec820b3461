package dev.pulse.collector;

import static dev.pulse.collector.ReadingValues.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineSourcesTest {
  @TempDir private Path folder;

  /** Of CPU time, however busy the machine is. */
  private static long work(long nanos) {
    var threads = ManagementFactory.getThreadMXBean();
    long end = threads.getCurrentThreadCpuTime() + nanos;
    long turns = 0;
    while (threads.getCurrentThreadCpuTime() < end) {
      turns++;
    }
    return turns;
  }

  @Test
  void aProcessIsFoundByItsPortAndItsWorkIsSeen() throws Exception {
    try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var source = new SourceSpec.LocalProcess("me", 0, listening.getLocalPort()).open()) {
      source.read();
      assertThat(work(600_000_000)).isPositive();

      var readings = source.read();

      assertThat(value(readings, "cpu_cores")).isBetween(0.02, 64.0);
      assertThat(value(readings, "cpu_ratio")).isBetween(0.001, 1.05);
      assertThat(value(readings, "memory_ratio")).isBetween(0.0001, 1.0);
      assertThat(value(readings, "resident_bytes")).isGreaterThan(10_000_000);
      assertThat(readings)
          .allSatisfy(one -> assertThat(one.labels()).containsEntry("program", "java"));
    }
  }

  @Test
  void sharesAreOfTheLimitThatTheFileTells() throws Exception {
    int self = (int) ProcessHandle.current().pid();
    try (var source = new SourceSpec.LocalProcess("me", self, 0, 0.25, 1L << 32).open()) {
      source.read();
      assertThat(work(300_000_000)).isPositive();

      var readings = source.read();

      assertThat(value(readings, "cpu_ratio"))
          .isCloseTo(value(readings, "cpu_cores") / 0.25, within(1e-9));
      assertThat(value(readings, "memory_ratio"))
          .isCloseTo(value(readings, "resident_bytes") / (1L << 32), within(1e-9));
    }
  }

  /** As a server with workers has it: all of them hold the socket, one or the other answers. */
  @Test
  void allProcessesThatHoldAPortAreMeasuredTogether() throws Exception {
    int port = TestProgram.freePort();
    String server =
        """
        import os, socket, time
        s = socket.socket(); s.bind(("127.0.0.1", PORT)); s.listen()
        workers = [os.fork() for _ in range(1)]
        if 0 in workers:
            while True: pass
        time.sleep(600)
        """
            .replace("PORT", Integer.toString(port));
    try (var parent =
            TestProgram.start(folder.resolve("log"), Map.of(), "python3", List.of("-c", server));
        var source = new SourceSpec.LocalProcess("api", 0, port).open()) {
      await().ignoreExceptions().until(() -> source.probe().contains("with 1 more on its port"));
      source.read();
      await().pollDelay(Duration.ofSeconds(2)).until(() -> true);

      var readings = source.read();

      assertThat(parent.isAlive()).isTrue();
      assertThat(value(readings, "cpu_cores")).isGreaterThan(0.1);
      assertThat(readings)
          .allSatisfy(one -> assertThat(one.labels()).containsEntry("program", "python"));
    }
  }

  @Test
  void aPortThatNobodyListensOnIsNamed() throws Exception {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (var source = new SourceSpec.LocalProcess("api", 0, port).open()) {
      assertThatThrownBy(source::read)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("listens on port " + port);
    }
  }

  @Test
  void theMachineHasShares() throws Exception {
    try (var source = new SourceSpec.Host("here").open()) {
      source.read();
      assertThat(work(300_000_000)).isPositive();

      var readings = source.read();

      assertThat(value(readings, "cpu_ratio")).isBetween(0.01, 1.0);
      assertThat(value(readings, "memory_ratio")).isBetween(0.001, 1.0);
    }
  }
}
