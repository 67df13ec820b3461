package dev.pulse.launcher.host;

import org.jspecify.annotations.Nullable;

/**
 * A command cannot go on. The message is for people: what was tried, what came back, what to do
 * next.
 */
public final class PulseFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  /** A failure that explains itself. */
  public PulseFailure(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  /** A failure with its cause, which is logged but not shown. */
  public PulseFailure(ExitCode exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** What the process exits with. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
