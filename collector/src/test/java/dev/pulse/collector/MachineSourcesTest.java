package dev.pulse.collector;

import static dev.pulse.collector.ReadingValues.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class MachineSourcesTest {
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
