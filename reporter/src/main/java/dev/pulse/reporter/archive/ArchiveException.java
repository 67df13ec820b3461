package dev.pulse.reporter.archive;

import org.jspecify.annotations.Nullable;

/** An archive or a run is not fit for what was asked; the message is one line for people. */
public final class ArchiveException extends Exception {
  private static final long serialVersionUID = 1L;

  ArchiveException(String message) {
    this(message, null);
  }

  ArchiveException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
