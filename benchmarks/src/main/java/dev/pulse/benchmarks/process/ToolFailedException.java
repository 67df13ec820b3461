package dev.pulse.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A tool did not do what it was started for; the message ends with what it printed last. */
public final class ToolFailedException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LAST_LINES = 15;

  public ToolFailedException(String what, Path output) {
    super(what + "; it said:\n" + lastLines(output));
  }

  public ToolFailedException(String what) {
    super(what);
  }

  private static String lastLines(Path output) {
    try {
      List<String> lines = Files.readAllLines(output);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "(nothing readable: " + e.getMessage() + ")";
    }
  }
}
