package dev.pulse.generator.record;

/** Is told which samples will never reach Kafka. */
@FunctionalInterface
public interface LossListener {
  /**
   * Samples are lost.
   *
   * @param stream stream
   * @param firstSample sequence number of the first
   * @param lastSample sequence number of the last, inclusive
   * @param reason in words
   */
  void lost(int stream, long firstSample, long lastSample, String reason);
}
