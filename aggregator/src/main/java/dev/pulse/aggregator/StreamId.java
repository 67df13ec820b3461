package dev.pulse.aggregator;

/**
 * One incarnation of an agent's stream.
 *
 * @param agent agent name
 * @param incarnation new for every start of the agent's process, unsigned
 * @param stream event loop of the agent, ≥ 0
 */
public record StreamId(String agent, long incarnation, int stream) {
  @Override
  public String toString() {
    return agent + " (" + Long.toHexString(incarnation) + ") stream " + stream;
  }
}
