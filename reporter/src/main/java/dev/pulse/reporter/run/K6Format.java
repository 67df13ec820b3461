package dev.pulse.reporter.run;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Figures as k6's end-of-test summary writes them. */
public final class K6Format {
  private static final double MILLI_MICROS = 1e3;
  private static final double SECOND_MICROS = 1e6;
  private static final long MINUTE_MICROS = 60_000_000;
  private static final long HOUR_MICROS = 60 * MINUTE_MICROS;
  private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

  private K6Format() {}

  /**
   * A duration, such as {@code 7µs}, {@code 12.25µs}, {@code 144.56ms}, {@code 1.14s}, {@code
   * 1m30s}.
   *
   * @param micros microseconds, ≥ 0
   */
  public static String duration(double micros) {
    if (micros == 0) {
      return "0s";
    }
    if (micros < 1) {
      return (long) (micros * 1e3) + "ns";
    }
    if (micros < MILLI_MICROS) {
      return cut(micros, 2) + "µs";
    }
    if (micros < SECOND_MICROS) {
      return cut(micros / MILLI_MICROS, 2) + "ms";
    }
    return micros < MINUTE_MICROS ? cut(micros / SECOND_MICROS, 2) + "s" : minutes((long) micros);
  }

  private static String minutes(long micros) {
    long seconds = micros % MINUTE_MICROS / (long) SECOND_MICROS;
    long minutes = micros % HOUR_MICROS / MINUTE_MICROS;
    return micros < HOUR_MICROS
        ? minutes + "m" + seconds + "s"
        : micros / HOUR_MICROS + "h" + minutes + "m" + seconds + "s";
  }

  /** A share 0..1, cut to two digits, such as {@code 99.97%}: 100 % means all. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f%%", Math.floor(share * 1e4 + 1e-9) / 100);
  }

  /** Bytes by powers of a thousand, such as {@code 31 kB} or {@code 1.3 MB}. */
  public static String bytes(double bytes) {
    if (bytes < 10) {
      return cut(bytes, 0) + " B";
    }
    int power = (int) Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
    double value = Math.floor(bytes / Math.pow(1e3, power) * 10 + 0.5) / 10;
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value)
        + " "
        + BYTE_UNITS[power];
  }

  /** A number with at most six digits after the point and no trailing zeros. */
  public static String number(double value) {
    return BigDecimal.valueOf(value)
        .setScale(6, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static String cut(double value, int digits) {
    return BigDecimal.valueOf(value)
        .setScale(digits, RoundingMode.DOWN)
        .stripTrailingZeros()
        .toPlainString();
  }
}
