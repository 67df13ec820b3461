package dev.pulse.reporter.run;

import java.util.Comparator;

/**
 * Something that happened to the system under test, as its source told.
 *
 * @param atMicros by the source's own time, on the clock of the run; may lie before 0
 * @param source what told, such as {@code kubernetes}
 * @param kind such as {@code scaling}, {@code oom_kill} or {@code restart}
 * @param label what it happened to, such as {@code deployment/api}
 * @param text what happened, in the source's words
 */
public record ResourceEvent(long atMicros, String source, String kind, String label, String text) {
  static final Comparator<ResourceEvent> BY_TIME =
      Comparator.comparingLong(ResourceEvent::atMicros)
          .thenComparing(ResourceEvent::source)
          .thenComparing(ResourceEvent::kind)
          .thenComparing(ResourceEvent::label)
          .thenComparing(ResourceEvent::text);

  ResourceEvent onClockFrom(long startEpochMicros) {
    return new ResourceEvent(atMicros - startEpochMicros, source, kind, label, text);
  }
}
