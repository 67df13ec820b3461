package dev.pulse.launcher.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a child is started with.
 *
 * @param role its part
 * @param command the whole command line; holds no secret, as other users can read it
 * @param environment variables on top of this process's own; may hold secrets
 * @param log file that its standard error is appended to, in an existing folder
 * @param notes told each line that the child wants a person to see, on a thread of the child's
 */
public record ChildSpec(
    Role role,
    List<String> command,
    Map<String, String> environment,
    Path log,
    Consumer<String> notes) {

  /** Copies the collections. */
  public ChildSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
