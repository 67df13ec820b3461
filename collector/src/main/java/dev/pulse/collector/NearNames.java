package dev.pulse.collector;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which names somebody may have meant who wrote another. */
final class NearNames {
  private static final int MOST = 5;

  private NearNames() {}

  /** Up to five, the nearest first: those that share most words, then those with fewest changes. */
  static List<String> of(String wanted, Collection<String> there) {
    Set<String> words = words(wanted);
    return new HashSet<>(there)
        .stream()
            .sorted(
                Comparator.comparingInt(
                        (String name) -> changes(wanted, name) - 4 * shared(words, name))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(MOST)
            .toList();
  }

  private static Set<String> words(String name) {
    return new HashSet<>(List.of(name.split("[_:]+", -1)));
  }

  private static int shared(Set<String> words, String name) {
    var own = new HashSet<>(words(name));
    own.retainAll(words);
    return own.size();
  }

  /** Levenshtein's distance. */
  private static int changes(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int corner = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int above = row[j];
        int change = corner + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
        corner = above;
      }
    }
    return row[other.length()];
  }
}
