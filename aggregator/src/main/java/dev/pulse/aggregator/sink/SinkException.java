package dev.pulse.aggregator.sink;

/** Why nothing more can be written until a person has done something; the message says what. */
public final class SinkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SinkException(String message, Throwable cause) {
    super(message, cause);
  }
}
