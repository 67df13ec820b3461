package dev.pulse.benchmarks.bottlenecks;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a report found.
 *
 * @param rule id of the rule, such as {@code slow-queries}
 * @param sureness in lower case, such as {@code certain}; {@code symptom} where it names no cause
 */
record Finding(String rule, String sureness) {
  private static final String SYMPTOM = "symptom";

  private static final Pattern IN_REPORT =
      Pattern.compile("(?m)^\\| Rule \\| `([a-z-]+)` \\|\n\\| Sureness \\| (\\S+)");

  /** Those of a report in Markdown, in its order. */
  static List<Finding> of(String report) {
    return IN_REPORT
        .matcher(report)
        .results()
        .map(row -> new Finding(row.group(1), sureness(row.group(2))))
        .toList();
  }

  private static String sureness(String word) {
    String bare = word.replaceAll("[^A-Z]", "");
    return bare.length() > 1 ? bare.toLowerCase(java.util.Locale.ROOT) : SYMPTOM;
  }

  boolean isCertain() {
    return sureness.equals("certain");
  }

  @Override
  public String toString() {
    return "`" + rule + "` " + sureness;
  }
}
