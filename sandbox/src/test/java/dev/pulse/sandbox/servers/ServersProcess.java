package dev.pulse.sandbox.servers;

import dev.pulse.sandbox.TestDirectories;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own that runs the servers until it is killed or its input ends. */
final class ServersProcess {
  private ServersProcess() {}

  /** Arguments: data directory, cache directory. Prints {@code ready}. */
  public static void main(String... args) throws IOException {
    try (EmbeddedServers servers = EmbeddedServers.start(Path.of(args[0]), Path.of(args[1]))) {
      System.out.println("ready " + servers.jdbcUrl().startsWith("jdbc:"));
      while (System.in.read() >= 0) {
        // Only the end matters.
      }
    }
  }

  /** Starts one and waits until it is ready. */
  static Process start(Path data, ServerAccount account) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                ServersProcess.class.getName(),
                data.toString(),
                TestDirectories.cache().toString()));
    Process process =
        new ProcessBuilder(account.command(words.toArray(String[]::new)).words())
            .redirectError(Redirect.INHERIT)
            .start();
    String line = process.inputReader().readLine();
    if (!"ready true".equals(line)) {
      throw new AssertionError("child did not start: " + line);
    }
    return process;
  }
}
