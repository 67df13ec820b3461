package dev.pulse.reporter.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Figures for people, the same in every locale. */
final class Texts {
  /** Stands where there is no figure. */
  static final String NONE = "–";

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT);
  private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB"};

  private Texts() {}

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Milliseconds without the unit, three to four significant digits. */
  static String millis(double micros) {
    return decimal(micros / 1_000, micros < 10_000 ? 2 : micros < 100_000 ? 1 : 0);
  }

  /** Milliseconds without the unit, three to four significant digits. */
  static String millis(long micros) {
    return millis((double) micros);
  }

  static String percent(double share) {
    return decimal(share * 100, 2) + " %";
  }

  /** A rate or another plain figure. */
  static String decimal(double value) {
    return decimal(value, value < 100 ? 1 : 0);
  }

  static String decimal(double value, int decimals) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
    return String.format(Locale.ROOT, "%,." + decimals + "f", rounded);
  }

  static String bytes(long bytes) {
    int unit = 0;
    double value = bytes;
    while (value >= 1_000 && unit < BYTE_UNITS.length - 1) {
      value /= 1_000;
      unit++;
    }
    return decimal(value, unit > 0 && value < 10 ? 1 : 0) + " " + BYTE_UNITS[unit];
  }

  static String stamp(Instant instant) {
    return STAMP.format(instant.atOffset(ZoneOffset.UTC));
  }

  /** A length of time, such as {@code 1 h 2 min}, {@code 2 min 30 s} or {@code 1.5 s}. */
  static String duration(long micros) {
    if (micros < 60_000_000) {
      boolean whole = micros % 1_000_000 == 0;
      return decimal(micros / 1e6, whole ? 0 : 1) + " s";
    }
    Duration duration = Duration.ofSeconds(Math.round(micros / 1e6));
    var text = new StringBuilder();
    part(text, duration.toHours(), "h");
    part(text, duration.toMinutesPart(), "min");
    part(text, duration.toSecondsPart(), "s");
    return text.toString();
  }

  private static void part(StringBuilder text, long amount, String unit) {
    if (amount > 0) {
      text.append(text.length() == 0 ? "" : " ").append(amount).append(' ').append(unit);
    }
  }

  /** A time of the run clock, such as {@code 2:05} or {@code 1:02:05}. */
  static String clock(long micros) {
    long seconds = micros / 1_000_000;
    return seconds < 3_600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3_600, seconds / 60 % 60, seconds % 60);
  }
}
