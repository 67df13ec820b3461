package dev.pulse.aggregator;

import dev.pulse.protocol.FiguresMerger;
import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.SeriesKey;
import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.IntervalSummary;
import dev.pulse.protocol.v1.SeriesTotal;
import dev.pulse.protocol.v1.StreamAccount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The aggregator's records against the recomputed run. */
final class AggregateCheck {
  private final RecomputedRun recomputed;
  private final Differences differences;
  private final Set<SeriesInterval> intervals = new HashSet<>();
  private final Map<SeriesKey, Figures> totals = new HashMap<>();
  private final Set<StreamId> accounts = new HashSet<>();
  private long accounted;

  AggregateCheck(RecomputedRun recomputed, Differences differences) {
    this.recomputed = recomputed;
    this.differences = differences;
  }

  /** Samples that stand in Kafka and in the interval summaries. */
  long accounted() {
    return accounted;
  }

  void check(Collection<AggregateRecord> records) {
    for (AggregateRecord record : records) {
      switch (record.getBodyCase()) {
        case INTERVAL -> check(record.getInterval());
        case TOTAL -> keep(record.getTotal());
        case STREAM -> check(record.getStream());
        case BODY_NOT_SET -> differences.add("an aggregate record is empty");
      }
    }
    recomputed.intervals().keySet().stream()
        .filter(cell -> !intervals.contains(cell))
        .forEach(cell -> differences.add(cell + ": was never aggregated"));
    recomputed.streams().keySet().stream()
        .filter(id -> !accounts.contains(id))
        .forEach(id -> differences.add(id + ": has no account"));
    checkTotals();
  }

  private void check(IntervalSummary summary) {
    var cell =
        new SeriesInterval(
            series(summary.getScenario(), summary.getStage(), summary.getRequest()),
            summary.getInterval());
    intervals.add(cell);
    var expected = recomputed.intervals().getOrDefault(cell, Figures.getDefaultInstance());
    var actual = summary.getFigures();
    accounted += Math.min(expected.getSamples(), actual.getSamples());
    FiguresComparison.compare(cell.toString(), expected, actual, differences);
  }

  private void keep(SeriesTotal total) {
    totals.put(
        series(total.getScenario(), total.getStage(), total.getRequest()), total.getFigures());
  }

  private SeriesKey series(String scenario, String stage, String request) {
    return new SeriesKey(recomputed.run(), scenario, stage, request);
  }

  private void checkTotals() {
    Map<SeriesKey, List<Figures>> parts = new HashMap<>();
    recomputed
        .intervals()
        .forEach(
            (cell, figures) ->
                parts.computeIfAbsent(cell.series(), k -> new ArrayList<>()).add(figures));
    parts.forEach(
        (series, figures) ->
            FiguresComparison.compare(
                name(series),
                merge(figures),
                totals.getOrDefault(series, Figures.getDefaultInstance()),
                differences));
    totals.keySet().stream()
        .filter(series -> !parts.containsKey(series))
        .forEach(series -> differences.add(name(series) + ": has no sample in Kafka"));
  }

  private static String name(SeriesKey series) {
    return "total of " + series.scenario() + " / " + series.stage() + " / " + series.request();
  }

  private static Figures merge(List<Figures> parts) {
    try {
      return FiguresMerger.merge(parts);
    } catch (InvalidRecordException e) {
      throw new IllegalStateException("figures made here are sound", e);
    }
  }

  private void check(StreamAccount account) {
    var id = new StreamId(account.getAgent(), account.getIncarnation(), account.getStream());
    accounts.add(id);
    var received = recomputed.streams().get(id);
    if (received == null) {
      differences.add(id + ": has an account, but no sample in Kafka");
      return;
    }
    differences.check(id + ": samples aggregated", received.samples(), account.getSamples());
    differences.check(id + ": batches aggregated", received.batches(), account.getBatches());
    differences.check(id + ": gaps seen", received.missingSamples(), account.getMissingSamples());
  }
}
