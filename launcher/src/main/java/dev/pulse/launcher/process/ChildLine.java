package dev.pulse.launcher.process;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One line that a child writes to its standard output for its parent: {@code @pulse KIND TEXT}.
 * Whatever else a library prints there does not look like it.
 *
 * @param kind what it says
 * @param text one line, for {@link Kind#READY} {@code key=value} pairs parted by tabs
 */
record ChildLine(Kind kind, String text) {

  /** What a line says. */
  enum Kind {
    /** The part serves; with what others need to reach it. */
    READY,
    /** Something that a person should see. */
    NOTE,
    /** Why the part gives up; several lines may follow each other. */
    FAILED
  }

  private static final String MARK = "@pulse ";

  static ChildLine ready(Map<String, String> facts) {
    var pairs = facts.entrySet().stream().map(fact -> fact.getKey() + '=' + fact.getValue());
    return new ChildLine(Kind.READY, String.join("\t", pairs.toList()));
  }

  /** Reads a line; empty if it is none of these. */
  static Optional<ChildLine> parse(String line) {
    if (!line.startsWith(MARK)) {
      return Optional.empty();
    }
    String rest = line.substring(MARK.length());
    for (Kind kind : Kind.values()) {
      if (rest.startsWith(kind + " ")) {
        return Optional.of(new ChildLine(kind, rest.substring(kind.name().length() + 1)));
      }
    }
    return Optional.empty();
  }

  String written() {
    return MARK + kind + ' ' + text.replace('\n', ' ');
  }

  /** The pairs of {@link Kind#READY}, in their order. */
  Map<String, String> facts() {
    var facts = new LinkedHashMap<String, String>();
    for (String pair : text.split("\t", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        facts.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return facts;
  }
}
