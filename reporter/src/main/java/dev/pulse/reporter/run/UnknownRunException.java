package dev.pulse.reporter.run;

/** No run, or more than one, goes by a name; the message lists the candidates. */
public final class UnknownRunException extends Exception {
  private static final long serialVersionUID = 1L;

  UnknownRunException(String message) {
    super(message);
  }
}
