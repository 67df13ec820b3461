package dev.pulse.collector;

import java.util.List;

/** What a test looks for in what a source said. */
final class ReadingValues {
  private ReadingValues() {}

  /** The first value of a series; NaN where there is none. */
  static double value(List<Reading> readings, String series) {
    return readings.stream()
        .filter(reading -> reading.series().equals(series))
        .mapToDouble(Reading::value)
        .findFirst()
        .orElse(Double.NaN);
  }
}
