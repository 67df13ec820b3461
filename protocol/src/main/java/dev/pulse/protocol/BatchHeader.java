package dev.pulse.protocol;

/**
 * What a batch says of itself, besides its columns.
 *
 * @param run run id
 * @param agent agent name
 * @param incarnation new for every start of the agent's process, unsigned
 * @param stream event loop of the agent, ≥ 0
 * @param expectedStreams streams of the whole run over all agents, ≥ 1
 * @param batch batch number of the stream, from 0 without gaps
 * @param firstSample sequence number of the first sample, from 0; a gap is a loss range
 * @param intervalMicros length of an interval, microseconds, ≥ 1
 * @param interval {@code floor(end / intervalMicros)} of every sample in the batch
 * @param watermarkMicros run clock; every later sample of the stream ends at or after it
 * @param last nothing follows on this stream
 */
public record BatchHeader(
    String run,
    String agent,
    long incarnation,
    int stream,
    int expectedStreams,
    long batch,
    long firstSample,
    int intervalMicros,
    long interval,
    long watermarkMicros,
    boolean last) {

  /** Schema version that this code writes, and the newest that it reads. */
  public static final int SCHEMA = 1;
}
