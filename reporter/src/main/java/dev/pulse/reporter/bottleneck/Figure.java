package dev.pulse.reporter.bottleneck;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Figures in sentences. */
final class Figure {
  private Figure() {}

  /** Milliseconds below ten seconds, else seconds. */
  static String time(long micros) {
    if (micros >= 10_000_000) {
      return rounded(micros / 1e6, 1) + " s";
    }
    return rounded(micros / 1e3, micros < 10_000 ? 2 : micros < 100_000 ? 1 : 0) + " ms";
  }

  static String percent(double share) {
    return rounded(share * 100, share < 0.1 ? 2 : 1) + " %";
  }

  static String rate(double perSecond) {
    return rounded(perSecond, perSecond < 100 ? 1 : 0) + " requests/s";
  }

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  static String ratio(double ratio) {
    return rounded(ratio, 1);
  }

  private static String rounded(double value, int decimals) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
    return String.format(Locale.ROOT, "%,." + decimals + "f", rounded);
  }
}
