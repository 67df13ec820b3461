package dev.pulse.reporter.run;

import java.util.Comparator;

/**
 * One event loop of one start of an agent.
 *
 * @param incarnation the start
 * @param stream event loop, from 0
 */
public record StreamId(Incarnation incarnation, int stream) implements Comparable<StreamId> {
  private static final Comparator<StreamId> ORDER =
      Comparator.comparing(StreamId::incarnation).thenComparing(StreamId::stream);

  @Override
  public int compareTo(StreamId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return incarnation.agent() + "/" + stream;
  }
}
