package dev.pulse.reporter.run;

import java.util.Comparator;

/**
 * One start of an agent's process.
 *
 * @param agent agent name
 * @param number new for every start, unsigned
 */
public record Incarnation(String agent, long number) implements Comparable<Incarnation> {
  private static final Comparator<Incarnation> ORDER =
      Comparator.comparing(Incarnation::agent)
          .thenComparing(Incarnation::number, Long::compareUnsigned);

  @Override
  public int compareTo(Incarnation other) {
    return ORDER.compare(this, other);
  }
}
