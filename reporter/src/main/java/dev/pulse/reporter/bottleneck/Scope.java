package dev.pulse.reporter.bottleneck;

import dev.pulse.reporter.run.Selection;

/**
 * Which part of a run a rule is looked for in.
 *
 * @param name for people
 * @param selection its samples
 * @param request name of the request that it is about; empty: all
 * @param fromMicros start on the run clock
 * @param toMicros end, exclusive
 */
record Scope(String name, Selection selection, String request, long fromMicros, long toMicros) {
  boolean includes(Span moment) {
    return moment.meets(new Span(fromMicros, toMicros));
  }
}
