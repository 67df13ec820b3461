package dev.pulse.broker;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/** A broker in a JVM of its own with 256 MB of heap, which tests may kill. */
final class BrokerProcess implements AutoCloseable {

  private final Process process;
  private final String bootstrapServers;

  private BrokerProcess(Process process, String bootstrapServers) {
    this.process = process;
    this.bootstrapServers = bootstrapServers;
  }

  /** Prints the address, then serves until its standard input ends. */
  public static void main(String[] args) throws IOException {
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.in(Path.of(args[0])))) {
      System.out.println(broker.bootstrapServers());
      while (System.in.read() >= 0) {
        // The parent writes nothing: its end is what counts.
      }
    }
  }

  /** Starts one, and waits until it serves. */
  static BrokerProcess start(Path javaHome, Path dataDir) throws IOException {
    Process process =
        new ProcessBuilder(
                javaHome.resolve("bin/java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                dataDir.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    return new BrokerProcess(
        process, Objects.requireNonNull(output.readLine(), "the broker process ended at once"));
  }

  Clients clients() {
    return new Clients(bootstrapServers);
  }

  /** SIGKILL, as an out-of-memory killer or an impatient user does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * Ends its input, so that it closes its broker.
   *
   * @return exit status
   */
  int end() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(20, SECONDS)) {
      throw new IOException("the broker process did not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
