package dev.pulse.launcher.progress;

import dev.pulse.reporter.run.K6Format;
import java.util.Locale;

/** The one line that says how far a run is, in k6's words. */
public final class ProgressLine {
  private static final int BAR_CELLS = 20;

  private ProgressLine() {}

  /**
   * The line.
   *
   * @param state such as {@code running}, {@code stopping}
   * @param columns at most so many characters
   */
  public static String render(String state, ProgressFigures now, int columns) {
    String line =
        String.format(
            Locale.ROOT,
            "%s (%s), %s/%d VUs, %d complete and %d interrupted iterations, "
                + "%.0f req/s, p99 %s, errors %s  %s",
            state,
            elapsed(now.elapsedMicros()),
            padded(now.vus(), now.maxVus()),
            now.maxVus(),
            now.iterations(),
            now.interrupted(),
            now.perSecond(),
            p99(now),
            K6Format.percent(now.errorRate()),
            bar(now));
    return line.length() <= columns ? line : shortened(state, now, columns);
  }

  /** Minutes and seconds as k6 has them, such as {@code 1m02.5s}. */
  static String elapsed(long micros) {
    long tenths = micros / 100_000;
    return String.format(Locale.ROOT, "%dm%02d.%ds", tenths / 600, tenths / 10 % 60, tenths % 10);
  }

  private static String shortened(String state, ProgressFigures now, int columns) {
    String line =
        String.format(
            Locale.ROOT,
            "%s (%s), %s/%d VUs, %.0f req/s, p99 %s, errors %s",
            state,
            elapsed(now.elapsedMicros()),
            padded(now.vus(), now.maxVus()),
            now.maxVus(),
            now.perSecond(),
            p99(now),
            K6Format.percent(now.errorRate()));
    String withBar = line + "  " + bar(now);
    if (withBar.length() <= columns) {
      return withBar;
    }
    String withShare = String.format(Locale.ROOT, "%s  %.0f %%", line, now.share() * 100);
    return withShare.substring(0, Math.min(withShare.length(), columns)).stripTrailing();
  }

  private static String p99(ProgressFigures now) {
    return now.p99Micros() == 0 ? "-" : K6Format.duration((double) now.p99Micros());
  }

  private static String padded(int vus, int maxVus) {
    return String.format(Locale.ROOT, "%0" + Integer.toString(maxVus).length() + "d", vus);
  }

  private static String bar(ProgressFigures now) {
    int full = (int) Math.round(now.share() * BAR_CELLS);
    String head = full > 0 && full < BAR_CELLS ? "=".repeat(full - 1) + ">" : "=".repeat(full);
    String line =
        String.format(
            Locale.ROOT, "[%s%s] %.0f %%", head, "-".repeat(BAR_CELLS - full), now.share() * 100);
    return now.stage().isEmpty() ? line : line + "  " + now.stage();
  }
}
