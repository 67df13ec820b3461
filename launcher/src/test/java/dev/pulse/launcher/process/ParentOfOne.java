package dev.pulse.launcher.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A JVM that starts a {@link WaitingChild}, prints its process id, and waits to be killed. */
final class ParentOfOne {
  private ParentOfOne() {}

  public static void main(String[] arguments) throws Exception {
    var command = JvmCommand.of(List.of("-Xmx32m"), WaitingChild.class.getName(), List.of());
    var child =
        ChildProcess.start(
            new ChildSpec(Role.BROKER, command, Map.of(), Path.of(arguments[0]), note -> {}));
    child.awaitReady(Duration.ofSeconds(30));
    System.out.println(child.pid());
    new CountDownLatch(1).await();
  }
}
