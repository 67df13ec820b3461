package dev.pulse.reporter.bottleneck;

import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of the run clock, microseconds.
 *
 * @param fromMicros start
 * @param toMicros end, exclusive
 */
public record Span(long fromMicros, long toMicros) {

  /** Microseconds. */
  long lengthMicros() {
    return toMicros - fromMicros;
  }

  /** Whether they have a time in common. */
  boolean meets(Span other) {
    return other.fromMicros < toMicros && other.toMicros > fromMicros;
  }

  /** Whether a time lies within. */
  boolean includes(long atMicros) {
    return atMicros >= fromMicros && atMicros < toMicros;
  }

  /** Whether another lies wholly within. */
  boolean covers(Span other) {
    return other.fromMicros >= fromMicros && other.toMicros <= toMicros;
  }

  /**
   * Spans in order, those joined that touch or lie at most a given time apart.
   *
   * @param spans in order of their start
   */
  static List<Span> joined(List<Span> spans, long apartMicros) {
    var joined = new ArrayList<Span>();
    for (Span span : spans) {
      int last = joined.size() - 1;
      if (last >= 0 && span.fromMicros - joined.get(last).toMicros <= apartMicros) {
        joined.set(last, new Span(joined.get(last).fromMicros, span.toMicros));
      } else {
        joined.add(span);
      }
    }
    return joined;
  }
}
