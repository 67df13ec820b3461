package dev.pulse.launcher.host;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command writes: results to {@code out}, everything about how it goes to {@code err}. Both
 * are UTF-8 whatever the locale, as k6's are.
 *
 * @param out standard output, or a test's
 * @param err standard error, or a test's
 * @param outIsTerminal whether a person sees {@code out} directly
 * @param errIsTerminal whether a person sees {@code err} directly, so that a line may be redrawn
 * @param colours whether escape sequences for colour may be written
 * @param columns width of the terminal in characters, ≥ 20
 */
public record Terminal(
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    boolean colours,
    int columns) {

  /** Takes a line away that was printed without an end, so that another stands in its place. */
  public static final String CLEAR = "\r\u001b[K";

  private static final int DEFAULT_COLUMNS = 100;
  private static final int LEAST_COLUMNS = 20;

  /**
   * The process's own, as the start script describes it by {@code -Dpulse.terminal=out,err,WIDTH}.
   *
   * @param environment for {@code NO_COLOR}
   */
  public static Terminal ofProcess(Map<String, String> environment) {
    String described = System.getProperty("pulse.terminal", "");
    boolean out = described.contains("out");
    return new Terminal(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        out,
        described.contains("err"),
        out && environment.getOrDefault("NO_COLOR", "").isEmpty(),
        columns(described.replaceAll("[^0-9]", "")));
  }

  /** Not a terminal: two streams. */
  public static Terminal plain(PrintStream out, PrintStream err) {
    return new Terminal(out, err, false, false, false, DEFAULT_COLUMNS);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  private static int columns(String digits) {
    if (digits.isEmpty() || digits.length() > 4) {
      return DEFAULT_COLUMNS;
    }
    int columns = Integer.parseInt(digits);
    return columns < LEAST_COLUMNS ? DEFAULT_COLUMNS : columns;
  }
}
