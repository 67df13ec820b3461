package dev.pulse.protocol;

import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.Histogram;
import dev.pulse.protocol.v1.NameCount;
import dev.pulse.protocol.v1.SlowSample;
import dev.pulse.protocol.v1.ValueCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Merges figures of agents, intervals, stages or requests into one. The order of merging does not
 * matter: the same parts give the same bytes.
 */
public final class FiguresMerger {
  /** How many of the slowest samples are kept. */
  public static final int SLOWEST = 10;

  /** Slowest first; ties in an order that does not depend on arrival. */
  public static final Comparator<SlowSample> SLOWEST_FIRST =
      Comparator.comparingLong(SlowSample::getResponseMicros)
          .reversed()
          .thenComparingLong(SlowSample::getIntendedStartMicros)
          .thenComparing(SlowSample::getAgent)
          .thenComparingLong(SlowSample::getIncarnation)
          .thenComparingInt(SlowSample::getStream)
          .thenComparingLong(SlowSample::getSequence);

  private FiguresMerger() {}

  /** The figures of all samples of both. */
  public static Figures merge(Figures a, Figures b) throws InvalidRecordException {
    return merge(List.of(a, b));
  }

  /**
   * The figures of all samples of all parts.
   *
   * @throws InvalidRecordException if a part's histogram contradicts itself
   */
  public static Figures merge(List<Figures> parts) throws InvalidRecordException {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    var merged = Figures.newBuilder();
    for (Figures part : parts) {
      merged
          .setSamples(merged.getSamples() + part.getSamples())
          .setBytesIn(merged.getBytesIn() + part.getBytesIn())
          .setBytesOut(merged.getBytesOut() + part.getBytesOut())
          .setChecksEvaluated(merged.getChecksEvaluated() + part.getChecksEvaluated());
    }
    merged
        .addAllOutcomes(sums(parts, Figures::getOutcomesList))
        .addAllCheckFailures(sums(parts, Figures::getCheckFailuresList))
        .addAllStatuses(statuses(parts))
        .addAllErrors(errors(parts))
        .addAllSlowest(slowest(parts));
    histograms(merged, parts);
    return merged.build();
  }

  private static void histograms(Figures.Builder merged, List<Figures> parts)
      throws InvalidRecordException {
    var each = parts.size() == 2 ? new Pair(parts) : new Many(parts);
    merged
        .setResponse(each.merge(Figures::getResponse))
        .setService(each.merge(Figures::getService))
        .setDuration(each.merge(Figures::getDuration))
        .setWait(each.merge(Figures::getWait))
        .setReceive(each.merge(Figures::getReceive))
        .setConnect(each.merge(Figures::getConnect))
        .setTls(each.merge(Figures::getTls))
        .setStartLag(each.merge(Figures::getStartLag));
  }

  /** Merges one kind of histogram at a time. */
  private interface HistogramsOf {
    Histogram merge(Function<Figures, Histogram> kind) throws InvalidRecordException;
  }

  /** Costs what the two have in buckets. */
  private record Pair(List<Figures> parts) implements HistogramsOf {
    @Override
    public Histogram merge(Function<Figures, Histogram> kind) throws InvalidRecordException {
      return LatencyHistogram.fromProto(kind.apply(parts.get(0)))
          .merge(LatencyHistogram.fromProto(kind.apply(parts.get(1))))
          .toProto();
    }
  }

  /** Costs one count per bucket of the layout, once for all kinds. */
  private static final class Many implements HistogramsOf {
    private final List<Figures> parts;
    private final HistogramAccumulator accumulator = new HistogramAccumulator();

    Many(List<Figures> parts) {
      this.parts = parts;
    }

    @Override
    public Histogram merge(Function<Figures, Histogram> kind) throws InvalidRecordException {
      for (Figures part : parts) {
        accumulator.add(LatencyHistogram.fromProto(kind.apply(part)));
      }
      return accumulator.drain().toProto();
    }
  }

  private static List<Long> sums(List<Figures> parts, Function<Figures, List<Long>> counts) {
    var sums = new ArrayList<Long>();
    for (Figures part : parts) {
      List<Long> values = counts.apply(part);
      for (int i = 0; i < values.size(); i++) {
        if (i == sums.size()) {
          sums.add(0L);
        }
        sums.set(i, sums.get(i) + values.get(i));
      }
    }
    return sums;
  }

  private static List<ValueCount> statuses(List<Figures> parts) {
    SortedMap<Integer, Long> counts = new TreeMap<>();
    for (Figures part : parts) {
      part.getStatusesList().forEach(s -> counts.merge(s.getValue(), s.getCount(), Long::sum));
    }
    var statuses = new ArrayList<ValueCount>();
    counts.forEach(
        (value, count) ->
            statuses.add(ValueCount.newBuilder().setValue(value).setCount(count).build()));
    return statuses;
  }

  private static List<NameCount> errors(List<Figures> parts) {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (Figures part : parts) {
      part.getErrorsList().forEach(e -> counts.merge(e.getName(), e.getCount(), Long::sum));
    }
    var errors = new ArrayList<NameCount>();
    counts.forEach(
        (name, count) -> errors.add(NameCount.newBuilder().setName(name).setCount(count).build()));
    return errors;
  }

  private static List<SlowSample> slowest(List<Figures> parts) {
    return parts.stream()
        .flatMap(part -> part.getSlowestList().stream())
        .sorted(SLOWEST_FIRST)
        .limit(SLOWEST)
        .toList();
  }
}
