package dev.pulse.reporter.bottleneck;

/**
 * What can be gained by what a finding names.
 *
 * @param share of the requests that were slow or failed, or of the run's time, that it covers; 0..1
 * @param isOfRequests whether it is the share of those requests; else there were none
 */
public record Effect(double share, boolean isOfRequests) {
  /** In words. */
  public String text() {
    return isOfRequests
        ? Figure.percent(share) + " of the requests above the bound or failed lie in its time"
        : "no request was above the bound or failed; it lasted "
            + Figure.percent(share)
            + " of the run";
  }
}
