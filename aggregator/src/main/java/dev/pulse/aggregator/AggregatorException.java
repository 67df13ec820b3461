package dev.pulse.aggregator;

import org.jspecify.annotations.Nullable;

/** Aggregation cannot start, or cannot go on; the message is meant for people. */
public final class AggregatorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AggregatorException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
