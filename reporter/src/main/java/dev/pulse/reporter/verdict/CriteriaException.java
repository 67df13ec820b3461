package dev.pulse.reporter.verdict;

/** A criteria file that cannot be used; the message is {@code FILE:LINE: rule, value}. */
public final class CriteriaException extends Exception {
  private static final long serialVersionUID = 1L;

  CriteriaException(String message) {
    super(message);
  }

  CriteriaException(String message, Throwable cause) {
    super(message, cause);
  }
}
