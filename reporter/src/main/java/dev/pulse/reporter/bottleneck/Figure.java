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

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  static String number(double value) {
    boolean isWhole = value == Math.rint(value) || Math.abs(value) >= 100;
    return rounded(value, isWhole ? 0 : Math.abs(value) < 10 ? 2 : 1);
  }

  static String p(double probability) {
    return rounded(probability, 3);
  }

  static String bytes(double bytes) {
    if (bytes >= 1e9) {
      return rounded(bytes / 1e9, 1) + " GB";
    }
    return bytes >= 1e6 ? rounded(bytes / 1e6, 0) + " MB" : rounded(bytes / 1e3, 0) + " kB";
  }

  private static String rounded(double value, int decimals) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
    return String.format(Locale.ROOT, "%,." + decimals + "f", rounded);
  }
}
