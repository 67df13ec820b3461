package dev.pulse.launcher.cli;

import java.util.Locale;

/** Amounts of bytes for people. */
final class Bytes {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};
  private static final double STEP = 1_000;

  private Bytes() {}

  /** Such as {@code 13.7 MB}: powers of a thousand, one decimal from 1 kB on. */
  static String text(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= STEP && unit < UNITS.length - 1) {
      amount /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
  }
}
