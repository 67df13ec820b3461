package dev.pulse.protocol;

/**
 * One series of a run: what is aggregated together.
 *
 * @param run run id
 * @param scenario name in the plan
 * @param stage name in the plan, unique in its scenario
 * @param request name in the plan
 */
public record SeriesKey(String run, String scenario, String stage, String request) {

  /** One string that no other series has; used in record and store keys. */
  public String encoded() {
    return Keys.join(run, scenario, stage, request);
  }
}
