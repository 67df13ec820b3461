package dev.pulse.launcher.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;

/** Names of runs: sortable by time, readable, safe in file names and addresses. */
public final class RunIds {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int LONGEST_NAME = 40;

  private RunIds() {}

  /**
   * A name that no run has, such as {@code 20260101-120000-baseline}.
   *
   * @param at when it is planned; its UTC time stands in front
   * @param title of the load test; of other characters than letters and digits only hyphens stay
   * @param taken ids of the runs there are; where needed {@code -2}, {@code -3} … is added
   */
  public static String next(Instant at, String title, Collection<String> taken) {
    String base = STAMP.format(at) + "-" + slug(title);
    String id = base;
    for (int n = 2; taken.contains(id); n++) {
      id = base + "-" + n;
    }
    return id;
  }

  private static String slug(String title) {
    String plain =
        title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String cut = plain.substring(0, Math.min(plain.length(), LONGEST_NAME)).replaceAll("-$", "");
    return cut.isEmpty() ? "run" : cut;
  }
}
