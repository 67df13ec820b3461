package dev.pulse.aggregator;

import dev.pulse.protocol.Keys;
import dev.pulse.protocol.SeriesKey;

/**
 * One series in one interval.
 *
 * @param interval {@code floor(end / interval length)} of its samples, ≥ 0
 */
public record SeriesInterval(SeriesKey series, long interval) {
  /** Its key on the topic of intervals. */
  public String key() {
    return Keys.interval(series, interval);
  }

  @Override
  public String toString() {
    return series.scenario()
        + " / "
        + series.stage()
        + " / "
        + series.request()
        + ", interval "
        + interval;
  }
}
