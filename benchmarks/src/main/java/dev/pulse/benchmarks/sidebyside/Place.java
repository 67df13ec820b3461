package dev.pulse.benchmarks.sidebyside;

import java.util.ArrayList;
import java.util.List;

/**
 * Where on the machine a process runs.
 *
 * @param core the one core it may use
 * @param niceness its priority, -20 (first) to 19; below 0 needs root
 */
record Place(int core, int niceness) {
  /** A command there; taskset and nice replace themselves, so the process is the tool. */
  ProcessBuilder command(List<String> command) {
    var placed = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
    if (niceness != 0) {
      placed.addAll(List.of("nice", "-n", Integer.toString(niceness)));
    }
    placed.addAll(command);
    return new ProcessBuilder(placed);
  }
}
