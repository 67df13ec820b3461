package dev.pulse.generator.http;

/** What a connection reports to the session that uses it; always on the event loop. */
interface ConnectionUser extends ResponseSink {
  /**
   * Connected, and encrypted where that is asked for: requests may be written.
   *
   * @param connectMicros duration of the TCP connect
   * @param tlsMicros duration of the TLS handshake, 0 where none
   */
  void connected(long connectMicros, long tlsMicros);

  /**
   * Bytes of an answer arrived, and are about to be parsed.
   *
   * @param nowMicros run clock
   */
  void bytesArrived(int bytes, long nowMicros);

  /** The answer is complete. */
  void answered(long nowMicros);

  /** There will be no answer; the connection is gone. */
  void failed(Failure failure);
}
