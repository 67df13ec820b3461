package dev.pulse.reporter.report;

/** A report could not be made; the message says which file, what, and what to do. */
public final class ReportException extends Exception {
  private static final long serialVersionUID = 1;

  /** Of a fault with its place. */
  public ReportException(String message, Throwable cause) {
    super(message, cause);
  }
}
