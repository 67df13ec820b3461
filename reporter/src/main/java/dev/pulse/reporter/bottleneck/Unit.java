package dev.pulse.reporter.bottleneck;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** What a figure is counted in, and how a bound for it is written. */
enum Unit {
  /** Microseconds within, written with their unit. */
  TIME("a duration such as 500ms or 2s", "([0-9]{1,9}(?:\\.[0-9]{1,6})?)(us|ms|s)"),
  /** 0..1 within, written as a percentage. */
  SHARE("a percentage such as 80%", "([0-9]{1,6}(?:\\.[0-9]{1,6})?)(%)"),
  /** Bytes. */
  BYTES("an amount such as 200MB", "([0-9]{1,9}(?:\\.[0-9]{1,6})?)(B|kB|MB|GB)"),
  /** A number of things, a rate, or a ratio of two figures. */
  NUMBER("a number such as 1 or 2.5", "([0-9]{1,12}(?:\\.[0-9]{1,6})?)()"),
  /** That of a series of the user's own, which only the run tells: any of the above. */
  ANY(
      "a number, a percentage, a duration or an amount",
      "([0-9]{1,12}(?:\\.[0-9]{1,6})?)(us|ms|s|%|B|kB|MB|GB|)");

  private final String rule;
  private final Pattern pattern;

  Unit(String rule, String pattern) {
    this.rule = rule;
    this.pattern = Pattern.compile(pattern);
  }

  /** How a bound is written, for people. */
  String rule() {
    return rule;
  }

  /** A bound as it is written; empty where it is not written so. */
  OptionalDouble parse(String typed) {
    var parts = pattern.matcher(typed);
    if (!parts.matches()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(Double.parseDouble(parts.group(1)) * scale(parts.group(2)));
  }

  private static double scale(String unit) {
    return switch (unit) {
      case "%" -> 0.01;
      case "ms", "kB" -> 1e3;
      case "s", "MB" -> 1e6;
      case "GB" -> 1e9;
      default -> 1;
    };
  }

  /** A value for people. */
  String text(double value) {
    return switch (this) {
      case TIME -> Figure.time(Math.round(value));
      case SHARE -> Figure.percent(value);
      case BYTES -> Figure.bytes(value);
      case NUMBER, ANY -> Figure.number(value);
    };
  }

  /** A reading of a series in this unit: those in milliseconds become microseconds. */
  static double reading(String seriesUnit, double value) {
    return seriesUnit.equals("ms") ? value * 1_000 : value;
  }

  /** The unit of a series that the vocabulary does not know, by what its source says. */
  static Unit ofSeries(String seriesUnit) {
    return switch (seriesUnit) {
      case "ratio" -> SHARE;
      case "ms" -> TIME;
      case "bytes" -> BYTES;
      default -> NUMBER;
    };
  }
}
