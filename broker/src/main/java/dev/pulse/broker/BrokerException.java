package dev.pulse.broker;

import java.nio.file.Path;
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

  /**
   * A file whose content cannot be relied on.
   *
   * @param how what is wrong with it, to stand in brackets
   */
  static BrokerException damaged(Path file, String how, @Nullable Throwable cause) {
    return new BrokerException(
        file
            + " is damaged ("
            + how
            + "): restore it from a copy, or move the directory away to begin with an empty one",
        cause);
  }
}
