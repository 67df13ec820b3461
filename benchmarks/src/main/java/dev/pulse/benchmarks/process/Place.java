package dev.pulse.benchmarks.process;

import java.util.ArrayList;
import java.util.List;

/**
 * Where on the machine a process runs.
 *
 * @param cores that it may use, such as {@code 0} or {@code 0,1}
 * @param niceness its priority, -20 (first) to 19; below 0 needs root
 */
public record Place(String cores, int niceness) {
  /** A command there; taskset and nice replace themselves, so the process is the tool. */
  public ProcessBuilder command(List<String> command) {
    var placed = new ArrayList<>(List.of("taskset", "-c", cores));
    if (niceness != 0) {
      placed.addAll(List.of("nice", "-n", Integer.toString(niceness)));
    }
    placed.addAll(command);
    return new ProcessBuilder(placed);
  }
}
