package dev.pulse.generator;

/** The agent could not begin: Kafka is not there, or nobody gave the start. The message says so. */
public final class AgentException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what was waited for, and what to do. */
  public AgentException(String message) {
    super(message);
  }

  /** With what caused it. */
  public AgentException(String message, Throwable cause) {
    super(message, cause);
  }
}
