package dev.pulse.benchmarks.sidebyside;

import java.util.ArrayList;
import java.util.List;

/** Starts a command on one core, so that tool and server do not fight over the same one. */
final class Pinned {
  private Pinned() {}

  /** A command that may use one core only; taskset replaces itself, so the process is the tool. */
  static ProcessBuilder command(int core, List<String> command) {
    var pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
    pinned.addAll(command);
    return new ProcessBuilder(pinned);
  }
}
