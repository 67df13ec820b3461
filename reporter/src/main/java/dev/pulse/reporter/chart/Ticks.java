package dev.pulse.reporter.chart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Chooses marks that people can count by. */
final class Ticks {
  private static final double[] STEPS = {1, 2, 2.5, 5, 10};
  private static final long[] SECONDS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400
  };

  private Ticks() {}

  /**
   * From 0 to {@code greatest} in steps of 1, 2, 2.5 or 5 times a power of ten; the last mark is at
   * or above {@code greatest}.
   *
   * @param wanted most steps, ≥ 1
   */
  static List<Tick> linear(double greatest, int wanted) {
    double step = step(greatest / wanted);
    var ticks = new ArrayList<Tick>();
    long last = (long) Math.ceil(greatest / step - 1e-9);
    for (long i = 0; i <= Math.max(1, last); i++) {
      ticks.add(new Tick(i * step, label(i * step)));
    }
    return ticks;
  }

  private static double step(double rough) {
    double magnitude = power(Math.floor(StrictMath.log10(rough)));
    for (double step : STEPS) {
      if (step * magnitude >= rough * (1 - 1e-9)) {
        return step * magnitude;
      }
    }
    return 10 * magnitude;
  }

  /**
   * Whole numbers from 0 to at least {@code greatest} in a given number of steps, so that the marks
   * stand on the grid of the other axis.
   */
  static List<Tick> counts(double greatest, int steps) {
    double step = step(Math.max(1, greatest / steps));
    double whole = step == 2.5 ? 5 : step;
    var ticks = new ArrayList<Tick>();
    for (int i = 0; i <= steps; i++) {
      ticks.add(new Tick(i * whole, label(i * whole)));
    }
    return ticks;
  }

  /** 1, 2 and 5 times powers of ten from at most {@code least} to at least {@code greatest}. */
  static List<Tick> logarithmic(double least, double greatest, int wanted) {
    var all = new ArrayList<Tick>();
    double[] mantissas =
        StrictMath.log10(greatest / least) * 3 <= wanted
            ? new double[] {1, 2, 5}
            : new double[] {1};
    int from = (int) Math.floor(StrictMath.log10(least));
    int to = (int) Math.ceil(StrictMath.log10(greatest));
    for (int exponent = from; exponent <= to; exponent++) {
      for (double mantissa : mantissas) {
        double value = mantissa * power(exponent);
        all.add(new Tick(value, label(value)));
      }
    }
    return trimmed(all, least, greatest);
  }

  /** Without the marks beyond the first at or below the least, and at or above the greatest. */
  private static List<Tick> trimmed(List<Tick> all, double least, double greatest) {
    int first = 0;
    while (first + 1 < all.size() && all.get(first + 1).value() <= least) {
      first++;
    }
    int last = all.size() - 1;
    while (last > first + 1 && all.get(last - 1).value() >= greatest) {
      last--;
    }
    return List.copyOf(all.subList(first, last + 1));
  }

  /** Time since the start, seconds, as {@code m:ss} or {@code h:mm}. */
  static List<Tick> time(double greatestSeconds, int wanted) {
    long step = SECONDS[SECONDS.length - 1];
    for (long candidate : SECONDS) {
      if (greatestSeconds / candidate <= wanted) {
        step = candidate;
        break;
      }
    }
    while (greatestSeconds / step > wanted) {
      step *= 2;
    }
    var ticks = new ArrayList<Tick>();
    for (long at = 0; at <= greatestSeconds; at += step) {
      ticks.add(new Tick(at, clock(at, greatestSeconds >= 3_600)));
    }
    return ticks;
  }

  private static String clock(long seconds, boolean hours) {
    return hours
        ? seconds / 3_600 + ":" + twoDigits(seconds / 60 % 60)
        : seconds / 60 + ":" + twoDigits(seconds % 60);
  }

  private static String twoDigits(long value) {
    return value < 10 ? "0" + value : Long.toString(value);
  }

  /** The shortest form of a number, thousands grouped by a comma. */
  static String label(double value) {
    String plain =
        BigDecimal.valueOf(value)
            .setScale(6, RoundingMode.HALF_EVEN)
            .stripTrailingZeros()
            .toPlainString();
    int point = plain.indexOf('.');
    int end = point < 0 ? plain.length() : point;
    var grouped = new StringBuilder(plain);
    for (int at = end - 3; at > (plain.charAt(0) == '-' ? 1 : 0); at -= 3) {
      grouped.insert(at, ',');
    }
    return grouped.toString();
  }

  private static double power(double exponent) {
    return Double.parseDouble("1e" + (int) exponent);
  }
}
