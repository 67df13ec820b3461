package dev.pulse.reporter.verdict;

import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.StagePlan;
import dev.pulse.reporter.run.Accounting;
import dev.pulse.reporter.run.PlannedStages;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.run.Selection;
import dev.pulse.reporter.verdict.Doubt.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges a run: p99 of response time and error rate, over the whole run and over each sustained
 * stage; the worst decides. A pure function: the same data and criteria give the same judgement.
 *
 * <p>Where there is any doubt the verdict is INCONCLUSIVE, but for one case: a FAIL stands if it
 * holds at the better end of its confidence interval, would hold had every missing sample been fast
 * and right, and the generator was not late itself. No data never passes.
 */
public final class Judge {
  private static final String WHOLE_RUN = "whole run";

  private final Criteria criteria;

  /** A judge by some criteria. */
  public Judge(Criteria criteria) {
    this.criteria = criteria;
  }

  /** The judgement of a run as it is known now. */
  public Judgement judge(RunData data) {
    var accounting = Accounting.of(data);
    var doubts = doubts(data, accounting);
    var results = results(data, accounting);
    return new Judgement(
        data.run(),
        verdict(doubts, results),
        results,
        doubts,
        accounting,
        ThresholdEvaluation.of(data));
  }

  private List<Doubt> doubts(RunData data, Accounting accounting) {
    var doubts = new ArrayList<Doubt>();
    switch (accounting.status()) {
      case RUNNING -> doubts.add(new Doubt(Kind.NOT_ENDED, "the run has not ended"));
      case INCOMPLETE ->
          accounting.faults().forEach(fault -> doubts.add(new Doubt(Kind.INCOMPLETE, fault)));
      case COMPLETE -> {}
    }
    if (!data.stopReason().isEmpty()) {
      doubts.add(new Doubt(Kind.STOPPED_EARLY, "stopped before its end: " + data.stopReason()));
    }
    if (data.figures(Selection.all()).executed() == 0) {
      doubts.add(new Doubt(Kind.NO_DATA, "no request was executed"));
    } else {
      doubts.addAll(new LoadWatch(data, criteria.load()).doubts());
    }
    return List.copyOf(doubts);
  }

  private List<CriterionResult> results(RunData data, Accounting accounting) {
    var results = new ArrayList<CriterionResult>();
    results.addAll(scope(data, accounting, WHOLE_RUN, Selection.all()));
    for (ScenarioPlan scenario : data.plan().getScenariosList()) {
      for (StagePlan stage : scenario.getStagesList()) {
        if (PlannedStages.isSustained(stage)) {
          var selection = Selection.all().ofScenario(scenario.getName()).ofStage(stage.getName());
          String name = scenario.getName() + " / " + stage.getName();
          results.addAll(scope(data, accounting, name, selection));
        }
      }
    }
    return List.copyOf(results);
  }

  private List<CriterionResult> scope(
      RunData data, Accounting accounting, String name, Selection selection) {
    var scope = new ScopeJudge(data, criteria, name, selection, unseen(accounting));
    return List.of(scope.p99(), scope.errorRate());
  }

  /** Samples that may exist and were not seen; without every manifest nobody knows. */
  private static double unseen(Accounting accounting) {
    boolean isKnown =
        accounting.status() != Accounting.Status.RUNNING
            && accounting.agents() == accounting.expectedAgents()
            && accounting.streams().stream().allMatch(stream -> stream.hasManifest());
    return isKnown ? accounting.missing() + accounting.lost() : Double.POSITIVE_INFINITY;
  }

  private static Verdict verdict(List<Doubt> doubts, List<CriterionResult> results) {
    if (doubts.isEmpty()) {
      return worst(results);
    }
    boolean stands =
        doubts.stream().noneMatch(Doubt::blamesGenerator)
            && results.stream().anyMatch(CriterionResult::isCertain);
    return stands ? Verdict.FAIL : Verdict.INCONCLUSIVE;
  }

  private static Verdict worst(List<CriterionResult> results) {
    for (Verdict verdict : List.of(Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.MARGINAL)) {
      if (results.stream().anyMatch(result -> result.verdict() == verdict)) {
        return verdict;
      }
    }
    return Verdict.PASS;
  }
}
