package dev.pulse.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A server of this machine that a test runs; the test is skipped where there is none. */
final class TestProgram implements AutoCloseable {
  private final Process process;

  private TestProgram(Process process) {
    this.process = process;
  }

  static int freePort() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  static TestProgram start(
      Path log, Map<String, String> environment, String name, List<String> arguments)
      throws IOException {
    var program =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .map(path -> Path.of(path, name))
            .filter(Files::isExecutable)
            .findFirst();
    boolean isRequired = "true".equals(System.getenv("PULSE_REQUIRE_ALL"));
    assertThat(program.isPresent() || !isRequired).as(name + " on PATH").isTrue();
    assumeTrue(program.isPresent(), "no " + name + " on PATH");
    var command = Stream.concat(Stream.of(program.orElseThrow().toString()), arguments.stream());
    var builder = new ProcessBuilder(command.toList());
    builder.environment().putAll(environment);
    return new TestProgram(builder.redirectErrorStream(true).redirectOutput(log.toFile()).start());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Such as {@code STOP} or {@code CONT}. */
  void signal(String name) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }
}
