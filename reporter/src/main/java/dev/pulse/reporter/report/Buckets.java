package dev.pulse.reporter.report;

import dev.pulse.protocol.HistogramAccumulator;
import dev.pulse.protocol.LatencyHistogram;
import dev.pulse.reporter.chart.Line.Point;
import dev.pulse.reporter.run.ResponseInterval;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.run.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A run's intervals, merged into no more buckets than a chart has room for. Percentiles are those
 * of the merged histograms; p99, rate and errors keep the worst of the merged intervals as a peak,
 * so nothing that stood out is lost.
 */
final class Buckets {
  private static final double MICROS_PER_SECOND = 1e6;

  private final List<Bucket> buckets = new ArrayList<>();
  private final RunData data;
  private final boolean complete;
  private final int intervalMicros;
  private final int width;

  private record Bucket(long first, long last, List<ResponseInterval> parts) {
    long executed() {
      return parts.stream().mapToLong(ResponseInterval::executed).sum();
    }

    LatencyHistogram response() {
      if (parts.size() == 1) {
        return parts.get(0).response();
      }
      var merged = new HistogramAccumulator();
      parts.forEach(part -> merged.add(part.response()));
      return merged.toHistogram();
    }
  }

  /**
   * Merges.
   *
   * @param complete whether every sample is here, so that an interval without any saw none end
   * @param most buckets, ≥ 1
   */
  Buckets(RunData data, boolean complete, int most) {
    this.data = data;
    this.complete = complete;
    this.intervalMicros = Math.max(1, data.intervalMicros());
    this.width = data.intervalsPerPoint();
    NavigableMap<Long, ResponseInterval> byNumber = new TreeMap<>();
    data.responses(Selection.all()).forEach(part -> byNumber.put(part.interval(), part));
    if (!byNumber.isEmpty()) {
      fill(byNumber, most);
    }
  }

  private void fill(NavigableMap<Long, ResponseInterval> byNumber, int most) {
    long first = byNumber.firstKey();
    long last = Math.max(byNumber.lastKey(), lastInterval());
    long least = (last - first + most) / most;
    // Rows of merged intervals are not split.
    long size = Math.max(1, (least + width - 1) / width) * width;
    for (long from = first; from <= last; from += size) {
      long to = Math.min(last, from + size - 1);
      Map<Long, ResponseInterval> parts = byNumber.subMap(from, true, to, true);
      buckets.add(new Bucket(from, to, List.copyOf(parts.values())));
    }
  }

  private long lastInterval() {
    var numbers = data.intervals();
    return numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
  }

  /** Response time, milliseconds, without peaks. */
  List<Point> percentile(double percentile) {
    return buckets.stream()
        .map(bucket -> percentile(bucket, percentile))
        .map(point -> Point.of(point.x(), point.y()))
        .toList();
  }

  /** Response time, milliseconds, with that of the worst interval as its peak. */
  List<Point> percentileWithPeaks(double percentile) {
    return buckets.stream().map(bucket -> percentile(bucket, percentile)).toList();
  }

  private Point percentile(Bucket bucket, double percentile) {
    if (bucket.executed() == 0) {
      return gap(bucket);
    }
    double peak =
        bucket.parts.stream()
            .mapToDouble(part -> part.response().valueAtPercentile(percentile))
            .max()
            .orElse(0);
    return new Point(
        middle(bucket), bucket.response().valueAtPercentile(percentile) / 1e3, peak / 1e3);
  }

  /** Executed requests per second. */
  List<Point> rate() {
    return buckets.stream().map(this::rate).toList();
  }

  private Point rate(Bucket bucket) {
    if (bucket.parts.isEmpty() && !complete) {
      return gap(bucket);
    }
    double seconds = intervalMicros / MICROS_PER_SECOND;
    long intervals = bucket.last - bucket.first + 1;
    double peak =
        bucket.parts.stream().mapToDouble(part -> part.executed() / seconds(part)).max().orElse(0);
    return new Point(middle(bucket), bucket.executed() / (intervals * seconds), peak);
  }

  /** Length of an interval, or of a row of merged ones; the last may be short. */
  private double seconds(ResponseInterval part) {
    long end = Math.min(part.interval() + width, buckets.get(buckets.size() - 1).last + 1);
    return (end - part.interval()) * intervalMicros / MICROS_PER_SECOND;
  }

  /** Errors in per cent of executed requests. */
  List<Point> errors() {
    return buckets.stream().map(this::errors).toList();
  }

  private Point errors(Bucket bucket) {
    if (bucket.executed() == 0) {
      return gap(bucket);
    }
    long errors = bucket.parts.stream().mapToLong(ResponseInterval::errors).sum();
    double peak =
        bucket.parts.stream()
            .filter(part -> part.executed() > 0)
            .mapToDouble(part -> 100.0 * part.errors() / part.executed())
            .max()
            .orElse(0);
    return new Point(middle(bucket), 100.0 * errors / bucket.executed(), peak);
  }

  /** Active VUs at the end of each bucket. */
  List<Point> vus() {
    return buckets.stream().map(this::vus).toList();
  }

  private Point vus(Bucket bucket) {
    int vus = data.vusAt((bucket.last + 1) * intervalMicros - 1);
    return vus < 0 ? gap(bucket) : Point.of(middle(bucket), vus);
  }

  private Point gap(Bucket bucket) {
    return Point.of(middle(bucket), Double.NaN);
  }

  private double middle(Bucket bucket) {
    return (bucket.first + bucket.last + 1) * (double) intervalMicros / 2 / MICROS_PER_SECOND;
  }

  /** End of the last bucket, seconds since the start; 0 where there is none. */
  double endSeconds() {
    return buckets.isEmpty()
        ? 0
        : (buckets.get(buckets.size() - 1).last + 1) * intervalMicros / MICROS_PER_SECOND;
  }
}
