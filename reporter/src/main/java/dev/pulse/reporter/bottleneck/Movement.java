package dev.pulse.reporter.bottleneck;

import dev.pulse.reporter.run.ResourceSeries;

/**
 * A resource that moved with latency, beyond what chance gives.
 *
 * @param series what was read
 * @param lagSeconds by how much it went before latency; below 0: it followed
 * @param rho rank correlation at that lag, the load's own part taken out; -1..1
 * @param p how often chance gives as much over all lags and series; 0..1
 */
public record Movement(ResourceSeries series, double lagSeconds, double rho, double p) {
  /** In words. */
  public String text() {
    String when =
        lagSeconds == 0
            ? "at the same time"
            : Figure.number(Math.abs(lagSeconds)) + " s " + (lagSeconds > 0 ? "before" : "after");
    return series.series()
        + " of "
        + series.source()
        + " "
        + series.label()
        + (rho > 0 ? " rose" : " fell")
        + " with response time, "
        + when
        + " (rank correlation "
        + Figure.number(rho)
        + ", p "
        + (p < 0.001 ? "< 0.001" : Figure.p(p))
        + ")";
  }
}
