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
            now.p99Micros() == 0 ? "-" : K6Format.duration((double) now.p99Micros()),
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
            "%s (%s), %d/%d VUs, %.0f req/s, p99 %s, errors %s  %.0f %% %s",
            state,
            elapsed(now.elapsedMicros()),
            now.vus(),
            now.maxVus(),
            now.perSecond(),
            now.p99Micros() == 0 ? "-" : K6Format.duration((double) now.p99Micros()),
            K6Format.percent(now.errorRate()),
            now.share() * 100,
            now.stage());
    return line.substring(0, Math.min(line.length(), columns)).stripTrailing();
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
