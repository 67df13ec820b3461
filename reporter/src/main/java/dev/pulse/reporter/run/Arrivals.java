package dev.pulse.reporter.run;

import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.v1.MixEntry;
import dev.pulse.protocol.v1.ScenarioPlan;
import java.util.List;

/**
 * Intended against achieved arrivals of a scenario in the open model.
 *
 * @param scenario its name
 * @param isPoisson whether the intended number is a mean, from which a run's own differs by chance
 * @param intended iterations by the rate, over all stages
 * @param begun iterations that were begun: by the agents' last words where the run has but one
 *     scenario, else by the requests that were sent, one in a mix and a round in a flow
 * @param isCounted whether {@code begun} is exact: iterations that were cut short do not show in
 *     the requests of a flow
 * @param dropped arrivals that found no VU free
 */
public record Arrivals(
    String scenario,
    boolean isPoisson,
    double intended,
    long begun,
    boolean isCounted,
    long dropped) {

  /** Four standard deviations: one run in thirty thousand lies further off by chance. */
  private static final double DEVIATIONS = 4;

  /** Those of each open scenario of a run, in the order of the plan. */
  public static List<Arrivals> of(RunData data) {
    return data.plan().getScenariosList().stream()
        .filter(PlannedStages::isOpen)
        .map(scenario -> of(data, scenario))
        .toList();
  }

  private static Arrivals of(RunData data, ScenarioPlan scenario) {
    long sent = 0;
    long dropped = 0;
    for (String request :
        scenario.getMixList().stream().map(MixEntry::getRequest).distinct().toList()) {
      var figures = data.figures(Selection.all().ofScenario(scenario.getName()).ofRequest(request));
      long notSent = figures.outcome(Outcome.NOT_STARTED);
      sent += figures.samples() - figures.outcome(Outcome.REDIRECTED) - notSent;
      dropped += notSent;
    }
    int round = scenario.getOrdered() ? Math.max(1, scenario.getMixCount()) : 1;
    long told = told(data);
    return new Arrivals(
        scenario.getName(),
        scenario.getArrivals().equals("poisson"),
        PlannedStages.arrivals(scenario),
        told >= 0 ? told : (sent + round - 1) / round,
        told >= 0 || round == 1,
        dropped);
  }

  /**
   * Iterations of the whole run by the agents' last words; -1 where they are not this scenario's.
   */
  private static long told(RunData data) {
    boolean isAlone = data.plan().getScenariosCount() == 1;
    boolean allTold = data.manifests().size() >= Math.max(1, data.plan().getExpectedAgents());
    return isAlone && allTold
        ? data.manifests().stream()
            .mapToLong(m -> m.getIterations() + m.getInterruptedIterations())
            .sum()
        : -1;
  }

  /** Share of the intended iterations that were begun; above 1 by chance in a Poisson process. */
  public double share() {
    return intended == 0 ? 1 : begun / intended;
  }

  /**
   * Whether at least a share of what was intended was begun, but for chance.
   *
   * @param least such as 0.99
   */
  public boolean isHeld(double least) {
    double slack = isPoisson ? DEVIATIONS * Math.sqrt(intended) : 1;
    boolean enough = !isCounted || begun >= least * intended - slack;
    return enough && dropped <= (1 - least) * intended + 1;
  }
}
