package dev.pulse.broker;

import org.jspecify.annotations.Nullable;

/**
 * The broker cannot start, or cannot go on. The message is meant for people: it names the data
 * directory, file or port, and what to do.
 */
public final class BrokerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BrokerException(String message) {
    super(message);
  }

  BrokerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
