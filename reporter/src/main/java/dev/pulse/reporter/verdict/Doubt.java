package dev.pulse.reporter.verdict;

/**
 * Something that keeps a run's figures from carrying a verdict.
 *
 * @param kind what sort of
 * @param text what and how much, for people
 */
public record Doubt(Kind kind, String text) {

  /** Sorts of doubt. */
  public enum Kind {
    /** Not over, or broken off without a last word. */
    NOT_ENDED,
    /** Samples are missing. */
    INCOMPLETE,
    /** Stopped before its end by a signal or a threshold. */
    STOPPED_EARLY,
    /** The generator was late by itself, so slowness may be its own. */
    GENERATOR_SATURATED,
    /** Less load than was planned. */
    LOAD_NOT_HELD,
    /** Nothing was executed. */
    NO_DATA
  }

  /** Whether bad figures may be the generator's fault. */
  boolean blamesGenerator() {
    return kind == Kind.GENERATOR_SATURATED;
  }
}
