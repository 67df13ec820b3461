package dev.pulse.scenario;

import java.time.Duration;
import java.util.Optional;

/** Something that must hold of an answer; a generator evaluates it. */
public sealed interface Check {

  /** Unique in its request, such as {@code portfolio status 200}. */
  String name();

  /** Whether it is about duration, so that failing it does not change a sample's outcome. */
  default boolean latency() {
    return false;
  }

  /** Whether it needs the answer's body. */
  default boolean readsBody() {
    return false;
  }

  /**
   * The status is one of a set.
   *
   * @param allowed those that pass
   */
  record Status(String name, StatusSet allowed) implements Check {}

  /**
   * k6's {@code http_req_duration} of the answer (wait + receive) is below a bound.
   *
   * @param below &gt; 0, exclusive
   */
  record Latency(String name, Duration below) implements Check {

    /** Checks the bound. */
    public Latency {
      Durations.requirePositive(below, "latency");
    }

    @Override
    public boolean latency() {
      return true;
    }
  }

  /**
   * The body contains a text, byte for byte in UTF-8.
   *
   * @param text not empty
   */
  record BodyContains(String name, String text) implements Check {

    /** Checks that there is something to look for. */
    public BodyContains {
      if (text.isEmpty()) {
        throw new IllegalArgumentException("the text that a body contains must not be empty");
      }
    }

    @Override
    public boolean readsBody() {
      return true;
    }
  }

  /**
   * A header has exactly a value.
   *
   * @param header its name, in any case
   * @param value compared as it stands
   */
  record HeaderEquals(String name, String header, String value) implements Check {}

  /**
   * A place in the JSON body exists, or has a value.
   *
   * @param pointer where to look
   * @param expected a string is compared with its characters, a number, true, false or null with
   *     its JSON text; empty: it need only exist
   */
  record Json(String name, JsonPointer pointer, Optional<String> expected) implements Check {

    @Override
    public boolean readsBody() {
      return true;
    }
  }
}
