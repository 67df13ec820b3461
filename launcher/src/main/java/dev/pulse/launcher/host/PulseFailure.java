package dev.pulse.launcher.host;

import org.jspecify.annotations.Nullable;

/**
 * A command cannot go on. The message is for people: what was tried, what came back, what to do
 * next.
 */
public final class PulseFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final boolean namesItsPlace;

  /** A failure that explains itself. */
  public PulseFailure(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  /** A failure with its cause, which is logged but not shown. */
  public PulseFailure(ExitCode exitCode, String message, @Nullable Throwable cause) {
    this(exitCode, message, cause, false);
  }

  private PulseFailure(
      ExitCode exitCode, String message, @Nullable Throwable cause, boolean namesItsPlace) {
    super(message, cause);
    this.exitCode = exitCode;
    this.namesItsPlace = namesItsPlace;
  }

  /** A fault in a file; each line of the message begins with {@code FILE:LINE:}. */
  public static PulseFailure inFile(String message, Throwable cause) {
    return new PulseFailure(ExitCode.BAD_CONFIGURATION, message, cause, true);
  }

  /**
   * Whether the message begins with the place of the fault, so that nothing may stand before it.
   */
  public boolean namesItsPlace() {
    return namesItsPlace;
  }

  /** What the process exits with. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
