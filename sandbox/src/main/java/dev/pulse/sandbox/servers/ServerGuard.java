package dev.pulse.sandbox.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A small shell that outlives this JVM by a moment: it reads from a pipe that only this JVM holds
 * open, and when that ends without a word, however the JVM died, it stops the servers.
 *
 * <p>It ignores Ctrl-C, which a terminal sends to it as well, so that the servers stay until the
 * JVM is done. Should the guard be killed too, {@link StaleServers} is left.
 */
final class ServerGuard implements AutoCloseable {
  private static final String DONE = "done\n";

  /** Arguments: pid and mark of PostgreSQL, pid and mark of Redis. */
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      read -r word && exit 0
      bears() {
        { tr '\\0' ' ' </proc/$1/cmdline 2>/dev/null || ps -o args= -p $1; } | grep -qF -- "$2"
      }
      bears $1 "$2" && kill -QUIT $1
      bears $3 "$4" && kill -TERM $3
      """;

  private final Process shell;

  private ServerGuard(Process shell) {
    this.shell = shell;
  }

  static ServerGuard over(ServerRecord postgres, ServerRecord redis) throws IOException {
    List<String> command =
        List.of(
            "sh",
            "-c",
            SCRIPT,
            "pulse-sandbox-guard",
            Long.toString(postgres.pid()),
            postgres.mark(),
            Long.toString(redis.pid()),
            redis.mark());
    return new ServerGuard(
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start());
  }

  /** Dismisses the guard; the servers are no longer its concern. */
  @Override
  public void close() {
    try (OutputStream pipe = shell.getOutputStream()) {
      pipe.write(DONE.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException alreadyGone) {
      shell.destroyForcibly();
    }
  }
}
