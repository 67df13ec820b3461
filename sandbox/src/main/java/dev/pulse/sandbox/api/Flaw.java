package dev.pulse.sandbox.api;

/** Something that the API does badly, when it is told to, as real ones do. */
public enum Flaw {
  /**
   * Booking a trade writes its audit record over a second connection, which has to become free
   * while the transaction holds the first.
   */
  SECOND_CONNECTION,
  /**
   * A statement asks for the instrument of each of its rows by a query of its own, and has no page.
   */
  QUERY_PER_ROW,
  /** Every answer is kept, in case its request comes again, and none is ever dropped. */
  KEEPS_ANSWERS
}
