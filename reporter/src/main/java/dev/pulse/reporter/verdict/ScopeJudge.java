package dev.pulse.reporter.verdict;

import dev.pulse.protocol.LatencyHistogram;
import dev.pulse.reporter.run.ResponseInterval;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.run.Selection;
import dev.pulse.reporter.run.SeriesFigures;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Judges the criteria over one part of a run. */
final class ScopeJudge {
  private static final double PERCENTILE = 99;

  private final Criteria criteria;
  private final String name;
  private final Selection selection;
  private final double unseen;
  private final SeriesFigures figures;
  private final int intervals;
  private final BinomialBounds bounds;
  private final Optional<BlockBootstrap.Intervals> bootstrap;

  /**
   * Draws the bootstrap.
   *
   * @param unseen samples that may exist and are not in the data, ≥ 0
   */
  ScopeJudge(RunData data, Criteria criteria, String name, Selection selection, double unseen) {
    this.criteria = criteria;
    this.name = name;
    this.selection = selection;
    this.unseen = unseen;
    this.figures = data.figures(selection);
    this.bounds = new BinomialBounds(criteria.evidence().confidence());
    List<ResponseInterval> responses =
        data.responses(selection).stream().filter(r -> r.executed() > 0).toList();
    this.intervals = responses.size();
    this.bootstrap =
        intervals < criteria.evidence().minIntervals()
            ? Optional.empty()
            : Optional.of(draw(responses, seed(data.run())));
  }

  private BlockBootstrap.Intervals draw(List<ResponseInterval> responses, long seed) {
    var evidence = criteria.evidence();
    return new BlockBootstrap(responses, evidence.resamples(), seed)
        .intervals(evidence.confidence());
  }

  /** The same for the same run, so that a report comes out the same each time. */
  private static long seed(String run) {
    long seed = 1;
    for (int i = 0; i < run.length(); i++) {
      seed = seed * 0x5DEECE66DL + run.charAt(i);
    }
    return seed;
  }

  CriterionResult p99() {
    LatencyHistogram response = figures.response();
    long enough = criteria.evidence().minSamples(PERCENTILE);
    if (response.count() == 0) {
      return noData(Criterion.P99, criteria.p99Micros());
    }
    var estimate = bounds.percentile(response, PERCENTILE);
    if (bootstrap.isPresent()) {
      var drawn = bootstrap.get().p99Micros();
      estimate = estimate.widened(drawn.lower(), drawn.upper());
    }
    double slow = response.countAbove((long) criteria.p99Micros().marginal());
    boolean holdsUnseen = slow / (response.count() + unseen) > 1 - PERCENTILE / 100;
    return judge(
        Criterion.P99, criteria.p99Micros(), response.count(), enough, estimate, holdsUnseen);
  }

  CriterionResult errorRate() {
    long executed = figures.executed();
    if (executed == 0) {
      return noData(Criterion.ERROR_RATE, criteria.errorRate());
    }
    var band = criteria.errorRate();
    var estimate = bounds.rate(figures.errors(), executed);
    if (bootstrap.isPresent()) {
      var drawn = bootstrap.get().errorRate();
      estimate = estimate.widened(drawn.lower(), drawn.upper());
    }
    boolean holdsUnseen = figures.errors() / (executed + unseen) > band.marginal();
    return judge(Criterion.ERROR_RATE, band, executed, enoughForRate(band), estimate, holdsUnseen);
  }

  /** So many samples that with no error among them the rate would be acceptable. */
  private long enoughForRate(Band band) {
    double one = bounds.rate(0, 1).upper();
    double z2 = one / (1 - one);
    return (long) Math.ceil(z2 * (1 - band.acceptance()) / band.acceptance());
  }

  private CriterionResult noData(Criterion criterion, Band band) {
    return new CriterionResult(
        criterion,
        name,
        selection,
        0,
        new Estimate(0, 0, 0),
        band,
        Verdict.INCONCLUSIVE,
        false,
        "no data");
  }

  private CriterionResult judge(
      Criterion criterion,
      Band band,
      long samples,
      long enough,
      Estimate estimate,
      boolean holdsUnseen) {
    boolean fails = band.judge(estimate.lower()) == Verdict.FAIL;
    boolean carries = samples >= enough && bootstrap.isPresent();
    Verdict verdict = band.judge(estimate.upper());
    String reason = crossing(band, estimate, verdict);
    if (!carries && !fails) {
      verdict = Verdict.INCONCLUSIVE;
      reason = tooFew(samples, enough);
    }
    return new CriterionResult(
        criterion, name, selection, samples, estimate, band, verdict, fails && holdsUnseen, reason);
  }

  private String tooFew(long samples, long enough) {
    return samples < enough
        ? String.format(Locale.ROOT, "%,d samples, %,d are needed", samples, enough)
        : String.format(
            Locale.ROOT,
            "%d intervals with data, %d are needed",
            intervals,
            criteria.evidence().minIntervals());
  }

  private String crossing(Band band, Estimate estimate, Verdict verdict) {
    Verdict measured = band.judge(estimate.value());
    if (measured == verdict) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "measured %s, but its %.0f %% confidence interval reaches into %s, which counts",
        measured,
        criteria.evidence().confidence() * 100,
        verdict);
  }
}
