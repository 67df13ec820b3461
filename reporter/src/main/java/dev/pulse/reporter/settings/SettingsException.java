package dev.pulse.reporter.settings;

/**
 * A file of criteria or rules that cannot be used; the message is {@code FILE:LINE: rule, value}.
 */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a message that names file and line. */
  public SettingsException(String message) {
    super(message);
  }

  /** With a message that names file and line, and what told of it. */
  public SettingsException(String message, Throwable cause) {
    super(message, cause);
  }
}
