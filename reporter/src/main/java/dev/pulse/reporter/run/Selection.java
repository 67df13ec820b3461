package dev.pulse.reporter.run;

import org.jspecify.annotations.Nullable;

/**
 * Which samples of a run: by names, where {@code null} means all, and by interval.
 *
 * <p>Without a range the figures come from the running totals, with one from the intervals.
 *
 * @param scenario name in the plan, or null
 * @param stage name in the plan, or null
 * @param request name in the plan, or null
 * @param firstInterval number of the first interval, ≥ 0; 0 where the range is open
 * @param lastInterval number of the last interval, inclusive; {@link Long#MAX_VALUE} where open
 */
public record Selection(
    @Nullable String scenario,
    @Nullable String stage,
    @Nullable String request,
    long firstInterval,
    long lastInterval) {

  private static final Selection ALL = new Selection(null, null, null, 0, Long.MAX_VALUE);

  /** The whole run. */
  public static Selection all() {
    return ALL;
  }

  /** Narrowed to a scenario. */
  public Selection ofScenario(String name) {
    return new Selection(name, stage, request, firstInterval, lastInterval);
  }

  /** Narrowed to a stage; name its scenario too, as stage names are unique there only. */
  public Selection ofStage(String name) {
    return new Selection(scenario, name, request, firstInterval, lastInterval);
  }

  /** Narrowed to a request. */
  public Selection ofRequest(String name) {
    return new Selection(scenario, stage, name, firstInterval, lastInterval);
  }

  /** Narrowed to intervals {@code first} to {@code last}, both included. */
  public Selection between(long first, long last) {
    return new Selection(scenario, stage, request, first, last);
  }

  /** Whether it is narrowed by interval. */
  public boolean hasRange() {
    return firstInterval > 0 || lastInterval < Long.MAX_VALUE;
  }

  /** Whether the samples of a series are meant, their interval aside. */
  public boolean includes(Series series) {
    return matches(scenario, series.scenario())
        && matches(stage, series.stage())
        && matches(request, series.request());
  }

  /** Whether an interval is in the range. */
  public boolean includes(long interval) {
    return interval >= firstInterval && interval <= lastInterval;
  }

  private static boolean matches(@Nullable String wanted, String name) {
    return wanted == null || wanted.equals(name);
  }
}
