package dev.pulse.scenario.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/** What somebody may have meant by a name that is not known. */
final class Suggestion {
  private static final int LONGEST_COMPARED = 64;

  private Suggestion() {}

  /** {@code , did you mean "stages"?} or nothing if no name is near. */
  static String didYouMean(String typed, Collection<String> known) {
    if (typed.length() > LONGEST_COMPARED) {
      return "";
    }
    int most = Math.max(1, typed.length() / 3);
    return known.stream()
        .filter(name -> name.length() <= LONGEST_COMPARED && distance(typed, name) <= most)
        .min(Comparator.comparingInt(name -> distance(typed, name)))
        .map(name -> ", did you mean \"" + name + "\"?")
        .orElse("");
  }

  /** Names for a message. */
  static String list(Collection<String> names) {
    return names.isEmpty() ? "(none)" : names.stream().limit(50).collect(Collectors.joining(", "));
  }

  /** Edits that lead from one name to the other; case does not matter. */
  private static int distance(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT);
    String b = to.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
