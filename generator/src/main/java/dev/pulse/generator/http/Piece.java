package dev.pulse.generator.http;

import dev.pulse.scenario.Template;

/** A stretch of an encoded request. */
sealed interface Piece {
  /** The same in every request. */
  final class Fixed implements Piece {
    final byte[] bytes;

    Fixed(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  /** Filled in by the VU's variables. */
  record Filled(Template template) implements Piece {}

  /** The value of {@code traceparent}. */
  record Trace() implements Piece {}

  /** The length of a body that variables fill in; stands before its {@link Body}. */
  record BodyLength(Template template) implements Piece {}

  /** The body that the {@link BodyLength} before it rendered. */
  record Body() implements Piece {}
}
