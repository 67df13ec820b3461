package dev.pulse.reporter.run;

/**
 * What is aggregated together within a run.
 *
 * @param scenario name in the plan
 * @param stage name in the plan, unique in its scenario
 * @param request name in the plan
 */
public record Series(String scenario, String stage, String request) {}
