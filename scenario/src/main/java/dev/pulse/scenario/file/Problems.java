package dev.pulse.scenario.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Gathers what is wrong with a file, so that one pass names everything. */
final class Problems {
  /** Line of what concerns the file as a whole. */
  static final int WHOLE_FILE = 0;

  private static final int MOST_SHOWN = 20;
  private static final int LONGEST_VALUE = 120;

  private record Problem(int line, String text) {}

  private final String file;
  private final List<Problem> found = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  /** Notes a problem at a line, from 1, or {@link #WHOLE_FILE}. */
  void add(int line, String text) {
    var problem = new Problem(line, text);
    if (!found.contains(problem)) {
      found.add(problem);
    }
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** Throws unless all is well; an alias that repeats a mistake does not repeat its message. */
  void throwIfAny(Substitution substitution) throws ScenarioException {
    if (!found.isEmpty()) {
      throw new ScenarioException(lines(substitution));
    }
  }

  private List<String> lines(Substitution substitution) {
    Stream<String> shown =
        found.stream()
            .sorted(Comparator.comparingInt(Problem::line))
            .limit(MOST_SHOWN)
            .map(problem -> place(problem) + substitution.redaction().apply(problem.text));
    int more = found.size() - MOST_SHOWN;
    return more > 0
        ? Stream.concat(shown, Stream.of(file + ": and " + more + " more")).toList()
        : shown.toList();
  }

  private String place(Problem problem) {
    return problem.line == WHOLE_FILE ? file + ": " : file + ":" + problem.line + ": ";
  }

  /** A value as a message shows it: quoted, on one line, not too long. */
  static String shown(String value) {
    String cut =
        value.length() <= LONGEST_VALUE
            ? value
            : value.substring(0, LONGEST_VALUE) + "… (" + value.length() + " characters)";
    return '"' + cut.replaceAll("\\p{Cntrl}", " ") + '"';
  }
}
