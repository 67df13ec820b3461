package dev.pulse.collector;

/** A file that does not say what to collect; the message begins with its name. */
public final class CollectException extends Exception {
  private static final long serialVersionUID = 1L;

  CollectException(String message) {
    super(message);
  }

  CollectException(String message, Throwable cause) {
    super(message, cause);
  }
}
